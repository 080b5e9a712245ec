//! The rules of the house that a machine can check, so that a review is about meaning. Each test names the file and the line.

mod files;
mod packaging;
mod plan;
mod promises;
mod publiccode;
mod rooms;
mod text;
mod words;
