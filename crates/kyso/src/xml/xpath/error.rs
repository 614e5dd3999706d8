//! Why an XPath expression cannot be read or evaluated.

/// Faults of an expression or of its evaluation. An offset counts bytes of the expression's text.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum XPathError {
    /// The text is longer than `limits::MAX_XPATH_BYTES`.
    #[error("the XPath expression has {length} bytes")]
    TooLong {
        /// Bytes of the text.
        length: usize,
    },
    /// More operators, steps, names and calls than `limits::MAX_XPATH_TERMS`.
    #[error("the XPath expression has too many terms (at byte {at})")]
    TooManyTerms {
        /// Where the first one too many stands.
        at: usize,
    },
    /// Brackets, parentheses and calls nest deeper than `limits::MAX_XPATH_NESTING`.
    #[error("the XPath expression nests too deeply (at byte {at})")]
    TooDeep {
        /// Where the first level too many opens.
        at: usize,
    },
    /// A character that begins no token (XPath 1.0 §3.7).
    #[error("unexpected character in the XPath expression (at byte {at})")]
    Character {
        /// Where it stands.
        at: usize,
    },
    /// A literal without its closing quote.
    #[error("a literal of the XPath expression has no end (at byte {at})")]
    Literal {
        /// Where it begins.
        at: usize,
    },
    /// A token that the grammar does not allow there, or an end that comes too early.
    #[error("the XPath expression is not well-formed (at byte {at})")]
    Syntax {
        /// Where the token begins.
        at: usize,
    },
    /// An axis that XPath 1.0 §2.2 does not know.
    #[error("unknown XPath axis {name} (at byte {at})")]
    Axis {
        /// Where its name begins.
        at: usize,
        /// The name as written.
        name: String,
    },
    /// A function outside XPath 1.0 §4 and `here()`.
    #[error("unknown XPath function {name} (at byte {at})")]
    Function {
        /// Where its name begins.
        at: usize,
        /// The name as written.
        name: String,
    },
    /// A call with more or fewer arguments than the function takes.
    #[error("wrong number of arguments for an XPath function (at byte {at})")]
    Arguments {
        /// Where the function's name begins.
        at: usize,
    },
    /// Nothing but a node-set can stand there (XPath 1.0 §3.2), and the expression is none.
    #[error("the XPath expression needs a node-set (at byte {at})")]
    NotNodeSet {
        /// Where the token after it begins, or the function that needs it.
        at: usize,
    },
    /// A variable reference: signatures bind none (XMLDSig §6.6.3).
    #[error("XPath variables are not bound in signatures (at byte {at})")]
    Variable {
        /// Where the `$` stands.
        at: usize,
    },
    /// A prefix that is not declared where the expression stands.
    #[error("the XPath expression uses the undeclared prefix {prefix}")]
    UnboundPrefix {
        /// The prefix.
        prefix: String,
    },
    /// `here()` where the expression does not stand in the document it is evaluated over.
    #[error("here() has no meaning for this XPath expression")]
    NoHere,
    /// `id()` where the caller gave no Ids.
    #[error("id() has no meaning for this XPath expression")]
    NoIds,
    /// `id()` asked for a value that more than one element carries.
    #[error("the XPath expression asks for an Id that is not unique")]
    DuplicateId,
    /// The result is no node-set where one is needed (XPath Filter 2.0).
    #[error("the XPath expression does not give a node-set")]
    ResultNotNodeSet,
    /// The document is large and kept sparsely: what is not there cannot be looked at.
    #[error("XPath needs the whole document in memory")]
    Sparse,
    /// The budget of steps ran out.
    #[error("evaluating the XPath expression takes too long")]
    BudgetSpent,
    /// A node-set grew beyond `limits::MAX_XPATH_NODES`.
    #[error("the XPath expression selects too many nodes")]
    TooManyNodes,
    /// A string grew beyond `limits::MAX_XPATH_STRING_BYTES`.
    #[error("the XPath expression builds too long a string")]
    TooLongString,
    /// A Filter 2.0 transform without filters.
    #[error("no XPath filter in the transform")]
    NoFilters,
    /// More filters than `limits::MAX_XPATH_FILTERS`.
    #[error("{count} XPath filters in one transform")]
    TooManyFilters {
        /// How many.
        count: usize,
    },
}
