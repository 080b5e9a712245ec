//! The attacks of the OWASP GraphQL cheat sheet, and what meets each: the tests here, and those that stand beside what they test.
//!
//! docs/api.md has the same list with the defences. Both are held to each other here, so that neither loses an attack.

mod amount;
mod injection;
mod reach;
mod reveal;

/// Each attack, as docs/api.md names it, and the tests that try it: the file, and the test's name.
const ATTACKS: [(&str, &[(&str, &str)]); 24] = [
    ("SQL in a value, an id or a cursor", &[("owasp/injection", "what_is_sql_is_a_text_like_any_other")]),
    (
        "Lines in a value that becomes a header or a letter",
        &[("owasp/injection", "no_text_makes_a_header_or_a_line_of_a_letter")],
    ),
    ("Lines in a value that is logged", &[("owasp/injection", "no_text_makes_a_line_of_the_log")]),
    (
        "A formula in what a spreadsheet opens",
        &[("owasp/injection", "a_name_that_is_a_formula_is_a_name_in_the_registers_file")],
    ),
    (
        "Fields that an input does not have",
        &[("owasp/injection", "a_field_that_an_input_does_not_have_refuses_all_of_it")],
    ),
    ("Addresses of the server's own network (SSRF)", &[("owasp/injection", "an_address_that_is_told_is_never_asked")]),
    (
        "Nesting",
        &[
            ("limits", "one_request_is_bounded_in_every_direction"),
            ("nonsense", "the_server_goes_on_after_every_kind_of_nonsense"),
        ],
    ),
    (
        "Too many entries, and pages beyond every bound",
        &[("owasp/amount", "a_page_has_a_size_whatever_is_asked"), ("queries", "a_page_beyond_its_bounds_is_refused")],
    ),
    ("Fields and aliases by the thousand", &[("limits", "one_request_is_bounded_in_every_direction")]),
    ("Directives by the thousand", &[("owasp/amount", "directives_and_errors_by_the_thousand_make_no_long_answer")]),
    ("Fragments that spread each other", &[("nonsense", "the_server_goes_on_after_every_kind_of_nonsense")]),
    ("Introspection that multiplies", &[("owasp/amount", "introspection_does_not_multiply")]),
    (
        "Queries that cost too much, and too many of them",
        &[("limits", "whoever_asks_for_too_much_is_told_when_to_come_back_and_others_are_served")],
    ),
    (
        "Answers that take too long, and requests that never end",
        &[
            ("proposal/beyond", "the_frontier_falls_as_the_cost_rises_and_no_proposal_is_below_it"),
            ("owasp/amount", "who_does_not_finish_a_request_is_not_waited_for"),
            ("owasp/amount", "a_connection_that_does_not_say_what_it_asks_is_closed"),
        ],
    ),
    ("Requests in batches", &[("owasp/amount", "a_batch_is_no_request")]),
    (
        "Guesses by alias or in batches",
        &[
            ("owasp/amount", "guesses_in_one_request_are_few_and_learn_nothing"),
            ("identity", "tries_at_the_password_of_a_session_are_counted_too"),
            ("limits", "guesses_at_tokens_are_refused_in_time_and_what_is_no_query_is_paid_for"),
            ("rest/voucher", "bad_vouchers_are_refused_in_time_like_bad_tokens"),
        ],
    ),
    (
        "Huge, compressed and multipart bodies",
        &[
            ("owasp/amount", "a_body_is_neither_unpacked_nor_taken_apart"),
            ("nonsense", "the_server_goes_on_after_every_kind_of_nonsense"),
            ("edge", "a_body_is_json_and_other_methods_are_named"),
            ("table", "what_is_hostile_or_broken_is_told_and_changes_nothing"),
        ],
    ),
    (
        "Ids of what is somebody else's",
        &[
            ("owasp/reach", "an_id_of_somebody_elses_is_read_like_one_of_nothing"),
            ("swapped", "an_id_of_somebody_elses_is_answered_like_one_of_nothing"),
        ],
    ),
    ("What one's part may not do", &[("rights", "every_field_of_the_schema_does_for_every_part_what_the_table_says")]),
    (
        "Writing by GET, and from another site",
        &[
            ("edge", "a_get_queries_and_never_writes"),
            ("identity", "a_cookie_alone_authorises_nothing_that_another_site_could_send"),
            ("subscriptions", "a_page_of_another_site_opens_no_socket"),
        ],
    ),
    ("Introspection", &[("owasp/reveal", "what_introspection_tells_is_what_is_published")]),
    ("Names that an error suggests", &[("owasp/reveal", "an_error_suggests_nothing_that_is_not_published")]),
    ("The console (GraphiQL)", &[("owasp/reveal", "there_is_one_console_and_it_opens_nothing")]),
    ("Errors that tell of the inside", &[("owasp/reveal", "a_fault_tells_an_id_and_nothing_of_the_inside")]),
];

#[test]
fn every_attack_has_tests_and_a_line_in_the_documentation() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = |path: &str| std::fs::read_to_string(root.join(path)).unwrap_or_else(|why| panic!("{path}: {why}"));
    let docs = text("../docs/api.md");
    let (_, table) = docs.split_once("| attack | what meets it |\n| --- | --- |\n").expect("the table is there");
    let told: Vec<&str> =
        table.lines().map_while(|line| line.strip_prefix("| ")?.split_once(" | ")).map(|(attack, _)| attack).collect();
    let known: Vec<&str> = ATTACKS.iter().map(|(attack, _)| *attack).collect();
    assert_eq!(told, known, "docs/api.md and the tests name the same attacks");
    for (file, name) in ATTACKS.iter().flat_map(|(_, tests)| *tests) {
        assert!(text(&format!("api/{file}.rs")).contains(&format!("async fn {name}(")), "{file}: {name}");
    }
}
