//! Nothing: the benches of kyso are in `benches/benches`, the whole-process runs in a script.
