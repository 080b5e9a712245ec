//! Nothing: this package is its test programs, and a package must have a library or a program.
