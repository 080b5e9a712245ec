//! Hands the API's contract to cynic, so that every query of the pages is checked against it while compiling.

fn main() {
    println!("cargo:rerun-if-changed=../schema.graphql");
    cynic_codegen::register_schema("tavoliere")
        .from_sdl_file("../schema.graphql")
        .expect("schema.graphql stands at the top of the repository")
        .as_default()
        .expect("schema.graphql is the only schema");
}
