//! What must hold of every answer, on small random problems that can be counted out.

mod brute;
mod budget;
mod chance;
mod example;
mod large;
mod laws;
mod optimum;
mod pace;
mod proofs;
mod repair;
