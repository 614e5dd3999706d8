//! The parsed form of an expression, with what can be known of it before it is evaluated.

/// One expression (XPath 1.0 §3). Chains of operators of one rank are lists, so that the depth of
/// the tree is the depth of brackets.
#[derive(Debug)]
pub(super) enum Expr {
    Or(Vec<Expr>),
    And(Vec<Expr>),
    /// `a = b < c`, from left to right.
    Compare(Box<Expr>, Vec<(Comparison, Expr)>),
    /// `a + b * c`, from left to right within one rank.
    Arithmetic(Box<Expr>, Vec<(Operator, Expr)>),
    Negate(Box<Expr>),
    Union(Vec<Expr>),
    Path(Path),
    /// A primary expression narrowed by predicates (§3.3).
    Filter(Box<Expr>, Vec<Predicate>),
    Literal(String),
    Number(f64),
    Call(Function, Vec<Expr>),
    /// An expression that no context changes: worked out once and kept in this slot.
    Constant(usize, Box<Expr>),
}

/// A location path (§2).
#[derive(Debug)]
pub(super) struct Path {
    pub(super) start: Start,
    pub(super) steps: Vec<Step>,
}

/// Where a path starts.
#[derive(Debug)]
pub(super) enum Start {
    Context,
    Root,
    Expr(Box<Expr>),
}

/// One location step (§2.1).
#[derive(Debug)]
pub(super) struct Step {
    pub(super) axis: Axis,
    pub(super) test: NodeTest,
    pub(super) predicates: Vec<Predicate>,
    /// The slot where answers for whole lines of ancestors are kept.
    pub(super) memo: Option<usize>,
}

impl Step {
    /// Whether a predicate asks for the position of a node among its fellows.
    pub(super) fn is_positional(&self) -> bool {
        self.predicates.iter().any(|p| p.positional)
    }
}

/// A predicate (§2.4).
#[derive(Debug)]
pub(super) struct Predicate {
    pub(super) expr: Expr,
    /// It is a number, or uses `position()` or `last()`.
    pub(super) positional: bool,
}

/// The axes of §2.2.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Axis {
    Ancestor,
    AncestorOrSelf,
    Attribute,
    Child,
    Descendant,
    DescendantOrSelf,
    Following,
    FollowingSibling,
    Namespace,
    Parent,
    Preceding,
    PrecedingSibling,
    Oneself,
}

impl Axis {
    pub(super) fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "ancestor" => Self::Ancestor,
            "ancestor-or-self" => Self::AncestorOrSelf,
            "attribute" => Self::Attribute,
            "child" => Self::Child,
            "descendant" => Self::Descendant,
            "descendant-or-self" => Self::DescendantOrSelf,
            "following" => Self::Following,
            "following-sibling" => Self::FollowingSibling,
            "namespace" => Self::Namespace,
            "parent" => Self::Parent,
            "preceding" => Self::Preceding,
            "preceding-sibling" => Self::PrecedingSibling,
            "self" => Self::Oneself,
            _ => return None,
        })
    }

    /// Whether positions count against document order (§2.4).
    pub(super) fn is_reverse(self) -> bool {
        matches!(
            self,
            Self::Ancestor | Self::AncestorOrSelf | Self::Preceding | Self::PrecedingSibling
        )
    }
}

/// Node tests (§2.3). A prefix is an index into the expression's list of prefixes.
#[derive(Debug)]
pub(super) enum NodeTest {
    /// `node()`.
    Any,
    /// `*`: the axis' principal kind.
    Principal,
    /// `prefix:*`.
    Namespace(usize),
    /// A name; without a prefix it is in no namespace.
    Name(Option<usize>, String),
    Text,
    Comment,
    ProcessingInstruction(Option<String>),
}

/// `=`, `!=`, `<`, `<=`, `>`, `>=`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
}

/// `+`, `-`, `*`, `div`, `mod`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Operator {
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
}

/// The types of §1. Without variables, every expression's is known when it is read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Type {
    Boolean,
    Number,
    String,
    NodeSet,
}

/// The core function library (§4) and `here()` (XMLDSig §6.6.3).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Function {
    Last,
    Position,
    Count,
    Id,
    LocalName,
    NamespaceUri,
    Name,
    String,
    Concat,
    StartsWith,
    Contains,
    SubstringBefore,
    SubstringAfter,
    Substring,
    StringLength,
    NormalizeSpace,
    Translate,
    Boolean,
    Not,
    True,
    False,
    Lang,
    Number,
    Sum,
    Floor,
    Ceiling,
    Round,
    Here,
}

/// What a function takes and gives.
pub(super) struct Signature {
    pub(super) function: Function,
    /// Fewest and most arguments.
    pub(super) arguments: (usize, usize),
    pub(super) result: Type,
}

impl Function {
    /// The function of that name.
    pub(super) fn from_name(name: &str) -> Option<Signature> {
        use Type::{Boolean, NodeSet, Number, String};
        let (function, arguments, result) = match name {
            "last" => (Self::Last, (0, 0), Number),
            "position" => (Self::Position, (0, 0), Number),
            "count" => (Self::Count, (1, 1), Number),
            "id" => (Self::Id, (1, 1), NodeSet),
            "local-name" => (Self::LocalName, (0, 1), String),
            "namespace-uri" => (Self::NamespaceUri, (0, 1), String),
            "name" => (Self::Name, (0, 1), String),
            "string" => (Self::String, (0, 1), String),
            "concat" => (Self::Concat, (2, usize::MAX), String),
            "starts-with" => (Self::StartsWith, (2, 2), Boolean),
            "contains" => (Self::Contains, (2, 2), Boolean),
            "substring-before" => (Self::SubstringBefore, (2, 2), String),
            "substring-after" => (Self::SubstringAfter, (2, 2), String),
            "substring" => (Self::Substring, (2, 3), String),
            "string-length" => (Self::StringLength, (0, 1), Number),
            "normalize-space" => (Self::NormalizeSpace, (0, 1), String),
            "translate" => (Self::Translate, (3, 3), String),
            "boolean" => (Self::Boolean, (1, 1), Boolean),
            "not" => (Self::Not, (1, 1), Boolean),
            "true" => (Self::True, (0, 0), Boolean),
            "false" => (Self::False, (0, 0), Boolean),
            "lang" => (Self::Lang, (1, 1), Boolean),
            "number" => (Self::Number, (0, 1), Number),
            "sum" => (Self::Sum, (1, 1), Number),
            "floor" => (Self::Floor, (1, 1), Number),
            "ceiling" => (Self::Ceiling, (1, 1), Number),
            "round" => (Self::Round, (1, 1), Number),
            "here" => (Self::Here, (0, 0), NodeSet),
            _ => return None,
        };
        Some(Signature { function, arguments, result })
    }

    /// Whether its first argument must be a node-set.
    pub(super) fn takes_node_set(self) -> bool {
        matches!(self, Self::Count | Self::LocalName | Self::NamespaceUri | Self::Name | Self::Sum)
    }

    /// Whether it looks at the context node, called with so many arguments.
    pub(super) fn uses_node(self, arguments: usize) -> bool {
        match self {
            Self::Lang => true,
            Self::LocalName
            | Self::NamespaceUri
            | Self::Name
            | Self::String
            | Self::StringLength
            | Self::NormalizeSpace
            | Self::Number => arguments == 0,
            _ => false,
        }
    }
}
