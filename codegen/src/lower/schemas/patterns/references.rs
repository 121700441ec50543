//! Decides whether back references mean the same in the backtracking engine.
//!
//! ECMA-262 forgets the captures of a group when a quantifier repeats it. The engine keeps them. This makes a difference only if a repetition
//! may leave out the group that is referenced.

use super::Untranslatable::{self, Unsupported};
use super::tokens::{Group, Token};

/// A group of the expression.
struct GroupNode {
    parent: Option<usize>,
    group: Group,
    has_alternatives: bool,
    repeats: bool,
    optional: bool,
    close: usize,
}

/// Checks all back references.
pub(super) fn check(tokens: &[Token<'_>]) -> Result<(), Untranslatable> {
    let mut nodes: Vec<GroupNode> = Vec::new();
    let mut capturing: Vec<usize> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    // The references, with their positions and the group around them.
    let mut references: Vec<(&[usize], usize, Option<usize>)> = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        match token {
            Token::Open(group) => {
                if *group == Group::Capturing {
                    capturing.push(nodes.len());
                }
                let parent = open.last().copied();
                open.push(nodes.len());
                let (has_alternatives, repeats, optional) = (false, false, false);
                nodes.push(GroupNode { parent, group: *group, has_alternatives, repeats, optional, close: 0 });
            }
            Token::Close => {
                let node = open.pop().and_then(|index| nodes.get_mut(index));
                if let Some(node) = node {
                    node.close = at;
                    if let Some(Token::Repeat { min, max, .. }) = tokens.get(at + 1) {
                        node.repeats = max.is_none_or(|max| max > 1);
                        node.optional = *min == 0;
                    }
                }
            }
            Token::Or => {
                if let Some(node) = open.last().and_then(|index| nodes.get_mut(*index)) {
                    node.has_alternatives = true;
                }
            }
            Token::BackReference { groups, .. } => references.push((groups, at, open.last().copied())),
            _ => {}
        }
    }
    let chain = |from: Option<usize>| {
        std::iter::successors(from, |index| nodes.get(*index)?.parent).filter_map(|index| nodes.get(index))
    };
    for (groups, at, inside) in references {
        if chain(inside).any(|node| matches!(node.group, Group::LookBehind { .. })) {
            return Err(Unsupported("it has a back reference in a look-behind"));
        }
        for number in groups {
            let Some(target) = number.checked_sub(1).and_then(|index| capturing.get(index)) else { continue };
            let mut is_conditional = false;
            for (level, node) in chain(Some(*target)).enumerate() {
                is_conditional |= level > 0 && node.has_alternatives;
                let is_before = node.close > at && level == 0;
                if node.repeats && (is_conditional || is_before) {
                    return Err(Unsupported("it has a back reference to a group that a repetition may leave out"));
                }
                if is_before {
                    return Err(Unsupported("it has a back reference before the end of its group"));
                }
                is_conditional |=
                    node.optional || matches!(node.group, Group::LookAhead { .. } | Group::LookBehind { .. });
            }
        }
    }
    Ok(())
}
