//! A view that somebody keeps: what a page shows of its subject (filter, columns, order), under a name of their own.
//!
//! A view is the query of the page's address, so a kept view opens exactly what its link would.

use crate::problem::{Fields, Problem, Rule};

/// The longest name of a view, characters.
pub const MAX_NAME: usize = 60;
/// The longest query of a view, bytes.
pub const MAX_QUERY: usize = 1_000;
/// The most views that somebody keeps.
pub const MAX_VIEWS: u64 = 100;

/// A page whose views are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ViewPage {
    /// The board of a scenario; a view is of any scenario.
    Board,
    /// The comparison of scenarios; a view names them.
    Comparison,
}

impl ViewPage {
    /// All.
    pub const ALL: [Self; 2] = [Self::Board, Self::Comparison];

    /// Its name in the database.
    pub fn name(self) -> &'static str {
        match self {
            Self::Board => "board",
            Self::Comparison => "comparison",
        }
    }

    /// The page of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|page| page.name() == name)
    }
}

/// A view with its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedView {
    /// The page that it is of.
    pub page: ViewPage,
    /// What its owner calls it: each name once a page.
    pub name: String,
    /// The query of the page's address, without the question mark.
    pub query: String,
}

impl SavedView {
    /// Checks a view, and trims its name.
    ///
    /// # Errors
    /// [`Problem::Invalid`] names `name` or `query`: a query is what an address may hold, and nothing else.
    pub fn new(page: ViewPage, name: &str, query: &str) -> Result<Self, Problem> {
        let mut fields = Fields::default();
        let name = name.trim();
        if name.is_empty() || name.chars().any(char::is_control) {
            fields.push("name", Rule::Required);
        } else if name.chars().count() > MAX_NAME {
            fields.push("name", Rule::TooLong { max: MAX_NAME as u32 });
        }
        if query.len() > MAX_QUERY {
            fields.push("query", Rule::TooLong { max: MAX_QUERY as u32 });
        } else if !query.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~%!$&'()*+,;=:@/".contains(&byte)) {
            fields.push("query", Rule::Unknown);
        }
        fields.finish()?;
        Ok(Self { page, name: name.to_owned(), query: query.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_view_is_a_query_of_an_address_and_nothing_else() {
        let kept = SavedView::new(ViewPage::Board, " Foggia ", "provincia=FG&ordine=-pressione").expect("a view");
        assert_eq!((kept.name.as_str(), kept.page), ("Foggia", ViewPage::Board));
        for query in ["a b", "javascript\n", "#x", "<script>", "à", "a\"b", "a\\b"] {
            assert!(SavedView::new(ViewPage::Board, "x", query).is_err(), "{query}");
        }
        let long = "x".repeat(MAX_QUERY + 1);
        assert_eq!(
            SavedView::new(ViewPage::Board, "x", &long),
            Err(Problem::invalid("query", Rule::TooLong { max: MAX_QUERY as u32 }))
        );
    }

    #[test]
    fn a_name_is_short_and_not_empty() {
        for name in ["", "  ", "a\u{7}"] {
            assert_eq!(SavedView::new(ViewPage::Board, name, ""), Err(Problem::invalid("name", Rule::Required)));
        }
        assert!(SavedView::new(ViewPage::Comparison, &"è".repeat(MAX_NAME), "").is_ok());
        assert!(SavedView::new(ViewPage::Comparison, &"è".repeat(MAX_NAME + 1), "").is_err());
        assert!(ViewPage::ALL.into_iter().all(|page| ViewPage::from_name(page.name()) == Some(page)));
    }
}
