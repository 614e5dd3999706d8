//! Nothing: the benches of kyso are in `benches/benches`, the whole-process runs in scripts, and what
//! those need beside the command in `src/bin`.
