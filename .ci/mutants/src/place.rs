//! Where each mutant goes, and those that cargo-mutants does not make: conditions held true or
//! false, `matches!` too, a term of a chain held true, a statement that can end the function left out.

use std::collections::BTreeSet;

use quote::ToTokens;
use syn::spanned::Spanned;
use syn::visit_mut::{self, VisitMut};
use syn::{
    Arm, BinOp, Block, Expr, ExprBinary, ExprIf, ExprStruct, Pat, Stmt, Type, UnOp, parse_quote,
};

/// One change.
#[derive(Debug)]
pub(crate) struct Mutant {
    pub(crate) id: u32,
    pub(crate) genre: String,
    pub(crate) replacement: String,
    pub(crate) name: String,
    /// Line from 1, column from 0.
    pub(crate) at: (usize, usize),
}

/// Those of one file.
pub(crate) struct Mutants<'d> {
    waiting: Vec<Mutant>,
    placed: Vec<Mutant>,
    next: u32,
    dropped: &'d BTreeSet<u32>,
}

fn start(node: &impl Spanned) -> (usize, usize) {
    let start = node.span().start();
    (start.line, start.column)
}

fn on(id: u32) -> Expr {
    parse_quote!(crate::mutant_switch::on(#id))
}

fn has_let(condition: &Expr) -> bool {
    match condition {
        Expr::Let(_) => true,
        Expr::Binary(binary) => has_let(&binary.left) || has_let(&binary.right),
        _ => false,
    }
}

impl<'d> Mutants<'d> {
    pub(crate) fn new(waiting: Vec<Mutant>, next: u32, dropped: &'d BTreeSet<u32>) -> Self {
        Self { waiting, placed: Vec::new(), next, dropped }
    }

    pub(crate) fn next(&self) -> u32 {
        self.next
    }

    pub(crate) fn place(&mut self, syntax: &mut syn::File) {
        self.visit_file_mut(syntax);
    }

    /// One line each: number, file, line, column, whether it is in the build, what it does.
    pub(crate) fn print(&self, file: &str) {
        let both =
            self.placed.iter().map(|m| (m, true)).chain(self.waiting.iter().map(|m| (m, false)));
        for (mutant, placed) in both {
            let state = match placed {
                true if self.dropped.contains(&mutant.id) => "dropped",
                true => "in",
                false => "unplaced",
            };
            let (line, column) = mutant.at;
            let Mutant { id, genre, name, .. } = mutant;
            println!(
                "{id}\t{file}\t{line}\t{}\t{state}\t{genre}\t{}",
                column + 1,
                name.replace('\n', " ")
            );
        }
    }

    /// Those listed at a place; they count as placed from here on.
    fn take(&mut self, genre: &str, at: (usize, usize)) -> Vec<(Expr, String)> {
        self.take_if(|mutant| mutant.genre == genre && mutant.at == at)
    }

    fn take_if(&mut self, wanted: impl Fn(&Mutant) -> bool) -> Vec<(Expr, String)> {
        let (taken, waiting) = std::mem::take(&mut self.waiting).into_iter().partition(wanted);
        self.waiting = waiting;
        let taken: Vec<Mutant> = taken;
        let live = taken.iter().filter(|mutant| !self.dropped.contains(&mutant.id));
        let live = live.map(|mutant| (on(mutant.id), mutant.replacement.clone())).collect();
        self.placed.extend(taken);
        live
    }

    /// One of our own kinds; nothing where it was dropped.
    fn own(&mut self, genre: &str, at: (usize, usize), of: &dyn ToTokens) -> Option<Expr> {
        let id = self.next;
        self.next += 1;
        let text: String = of.to_token_stream().to_string().chars().take(160).collect();
        let name = format!("{genre}: {text}");
        self.placed.push(Mutant { id, genre: genre.into(), replacement: String::new(), name, at });
        (!self.dropped.contains(&id)).then(|| on(id))
    }

    fn binary(&mut self, node: &ExprBinary) -> Option<Expr> {
        let (left, op, right) = (&node.left, &node.op, &node.right);
        let mutants = self.take("BinaryOperator", start(op));
        if mutants.is_empty() {
            return None;
        }

        let mut result: Expr = parse_quote!((#left) #op (#right));
        if matches!(op, BinOp::AddAssign(_) | BinOp::SubAssign(_)) {
            result = parse_quote!(#left #op #right);
        }
        for (on, replacement) in mutants {
            let other: BinOp = syn::parse_str(&replacement).expect("an operator");
            result = match (op, &other) {
                (BinOp::And(_), BinOp::Or(_)) => {
                    parse_quote!({ let on = #on; let first_: bool = #left; if first_ != on { #right } else { first_ } })
                }
                (BinOp::Or(_), BinOp::And(_)) => {
                    parse_quote!({ let on = #on; let first_: bool = #left; if first_ == on { #right } else { first_ } })
                }
                (BinOp::Eq(_), BinOp::Ne(_)) | (BinOp::Ne(_), BinOp::Eq(_)) => {
                    parse_quote!((#on != (#result)))
                }
                (BinOp::AddAssign(_) | BinOp::SubAssign(_), _) => {
                    parse_quote!(if #on { #left #other #right } else { #result })
                }
                _ => parse_quote!((if #on { (#left) #other (#right) } else { #result })),
            };
        }
        Some(parse_quote!((#result)))
    }

    /// A field that is named left to the base of the same expression.
    fn fields(&mut self, node: &ExprStruct, at: &[(usize, usize)]) -> Option<Expr> {
        let mut result: Option<Expr> = None;
        for (index, at) in at.iter().enumerate() {
            for (on, _) in self.take("StructField", *at) {
                let mut without = node.clone();
                let others = node.fields.iter().enumerate().filter(|(other, _)| *other != index);
                without.fields = others.map(|(_, field)| field.clone()).collect();
                if !without.fields.is_empty() {
                    without.fields.push_punct(Default::default());
                }
                let rest = result.take().unwrap_or_else(|| parse_quote!(#node));
                result = Some(parse_quote!(if #on { #without } else { #rest }));
            }
        }
        result
    }

    fn body(&mut self, block: &mut Block) {
        let (open, close) =
            (block.brace_token.span.open().start(), block.brace_token.span.close().end());
        let (open, close) = ((open.line, open.column), (close.line, close.column));
        let inside = |at: (usize, usize)| open <= at && at <= close;
        let found = self.take_if(|mutant| mutant.genre == "FnValue" && inside(mutant.at));
        for (on, replacement) in found.into_iter().rev() {
            let value: Expr = syn::parse_str(&replacement).expect("a value");
            block.stmts.insert(0, parse_quote!(if #on { return #value; }));
        }
    }

    /// A condition without `let` held true, held false; with `let`, each other term held true.
    fn condition(&mut self, condition: &mut Expr, before: (usize, usize)) {
        if has_let(condition) {
            self.terms(condition);
            return;
        }
        let original = condition.clone();
        if let Some(on) = self.own("if-true", before, &original) {
            *condition = parse_quote!((#on || #condition));
        }
        if let Some(on) = self.own("if-false", before, &original) {
            *condition = parse_quote!((!#on && #condition));
        }
    }

    fn terms(&mut self, term: &mut Expr) {
        match term {
            Expr::Let(_) => {}
            Expr::Binary(ExprBinary { left, op: BinOp::And(_), right, .. })
                if has_let(left) || has_let(right) =>
            {
                self.terms(left);
                self.terms(right);
            }
            _ => {
                let original = term.clone();
                if let Some(on) = self.own("term-true", start(term), &original) {
                    *term = parse_quote!((#on || (#term)));
                }
            }
        }
    }
}

fn is_test(attributes: &[syn::Attribute]) -> bool {
    let is = |attribute: &syn::Attribute| {
        let path = attribute.path();
        path.is_ident("test")
            || path.is_ident("cfg") && attribute.to_token_stream().to_string().contains("test")
    };
    attributes.iter().any(is)
}

impl VisitMut for Mutants<'_> {
    fn visit_item_mod_mut(&mut self, node: &mut syn::ItemMod) {
        if !is_test(&node.attrs) {
            visit_mut::visit_item_mod_mut(self, node);
        }
    }

    // What the compiler works out cannot be switched.
    fn visit_item_const_mut(&mut self, _: &mut syn::ItemConst) {}
    fn visit_item_static_mut(&mut self, _: &mut syn::ItemStatic) {}
    fn visit_impl_item_const_mut(&mut self, _: &mut syn::ImplItemConst) {}
    fn visit_pat_mut(&mut self, _: &mut Pat) {}
    fn visit_type_mut(&mut self, _: &mut Type) {}
    fn visit_attribute_mut(&mut self, _: &mut syn::Attribute) {}

    fn visit_item_fn_mut(&mut self, node: &mut syn::ItemFn) {
        if node.sig.constness.is_none() && !is_test(&node.attrs) {
            visit_mut::visit_item_fn_mut(self, node);
            self.body(&mut node.block);
        }
    }

    fn visit_impl_item_fn_mut(&mut self, node: &mut syn::ImplItemFn) {
        if node.sig.constness.is_none() {
            visit_mut::visit_impl_item_fn_mut(self, node);
            self.body(&mut node.block);
        }
    }

    fn visit_arm_mut(&mut self, node: &mut Arm) {
        let at = start(node);
        let guard_at = node.guard.as_ref().map(|(_, guard)| start(guard));
        visit_mut::visit_arm_mut(self, node);
        if let (Some((_, guard)), Some(at)) = (&mut node.guard, guard_at) {
            for (on, replacement) in self.take("MatchArmGuard", at) {
                **guard = match replacement.as_str() {
                    "true" => parse_quote!((#on || #guard)),
                    _ => parse_quote!((!#on && #guard)),
                };
            }
        }
        // An arm that takes everything cannot be missing.
        let takes_all = node.guard.is_none() && matches!(node.pat, Pat::Ident(_) | Pat::Wild(_));
        for (on, _) in self.take("MatchArm", at).into_iter().filter(|_| !takes_all) {
            node.guard = Some(match node.guard.take() {
                Some((token, guard)) => (token, parse_quote!((!#on && #guard))),
                None => (Default::default(), parse_quote!((!#on))),
            });
        }
    }

    fn visit_expr_if_mut(&mut self, node: &mut ExprIf) {
        let at = start(&node.cond);
        visit_mut::visit_expr_if_mut(self, node);
        self.condition(&mut node.cond, at);
    }

    fn visit_block_mut(&mut self, node: &mut Block) {
        for statement in &mut node.stmts {
            let at = start(statement);
            let ends = matches!(statement, Stmt::Expr(Expr::Try(_), Some(_)));
            let original = statement.clone();
            self.visit_stmt_mut(statement);
            if ends && let Some(on) = self.own("left-out", at, &original) {
                *statement = parse_quote!(if !#on { #statement });
            }
        }
    }

    fn visit_expr_mut(&mut self, node: &mut Expr) {
        let at = start(node);
        let original = node.clone();
        let fields: Vec<_> = match node {
            Expr::Struct(node) => node.fields.iter().map(start).collect(),
            _ => Vec::new(),
        };
        visit_mut::visit_expr_mut(self, node);
        match node {
            Expr::Struct(struct_) => {
                if let Some(switched) = self.fields(struct_, &fields) {
                    *node = switched;
                }
            }
            // Chains with `let` know no "or".
            Expr::Binary(binary) if !has_let(&binary.left) && !has_let(&binary.right) => {
                if let Some(switched) = self.binary(binary) {
                    *node = switched;
                }
            }
            Expr::Unary(unary) if matches!(unary.op, UnOp::Not(_)) => {
                for (on, _) in self.take("UnaryOperator", at) {
                    *node = parse_quote!((#on != (#node)));
                }
            }
            Expr::Macro(call) if call.mac.path.is_ident("matches") => {
                if let Some(on) = self.own("matches-true", at, &original) {
                    *node = parse_quote!((#on || #node));
                }
                if let Some(on) = self.own("matches-false", at, &original) {
                    *node = parse_quote!((!#on && #node));
                }
            }
            _ => {}
        }
    }
}
