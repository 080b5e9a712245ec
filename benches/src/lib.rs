//! Nothing of its own: the problems and the peer stand in `peer/`, which the tests, the benchmarks and the example share, so
//! that the peer stays a development dependency.
