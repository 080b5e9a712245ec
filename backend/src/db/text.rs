//! Looking for a piece of text.

use sea_orm::{
    IntoSimpleExpr,
    sea_query::{Expr, ExprTrait as _, Func, LikeExpr, SimpleExpr},
};

/// That a column contains a text, whatever the case of the letters of ASCII (SQLite knows no other). What stands for any
/// letter in SQL stands for itself here.
pub(crate) fn contains(column: impl IntoSimpleExpr, text: &str) -> SimpleExpr {
    let plain = text.to_lowercase().replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    let like = LikeExpr::new(format!("%{plain}%")).escape('\\');
    Expr::expr(Func::lower(column.into_simple_expr())).like(like)
}
