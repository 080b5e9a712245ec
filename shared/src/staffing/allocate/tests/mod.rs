//! What must hold of every answer, on small random problems that can be counted out.

mod any;
mod brute;
mod budget;
mod chance;
mod cover;
mod example;
mod frontier;
mod large;
mod laws;
mod margin;
mod moves;
mod optimum;
mod otherwise;
mod pace;
mod proofs;
mod puglia;
mod reach;
mod regret;
mod repair;
mod size;
