//! What a table of commands is made of: [`command_table!`] turns one row per command into the list, the keys, the words
//! and the actions of a window.

/// What a row says of a command, but for what it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CommandRow<Scope> {
    /// Where the command works.
    pub scope: Scope,
    /// The keys, as they are shown: modifiers and a key joined by `+`. `1-9` is each of the digits.
    /// On macOS `Ctrl` means the command key.
    pub keys: &'static str,
    /// The id of its words in the language files.
    pub word: &'static str,
}

/// Makes the commands of a window from a table.
///
/// The head names the type of the commands, the type of the places where they work, what an action is made from, and
/// the type of the actions. A row is `Name, scope, keys, word => action;`. The action is an expression that may look at
/// what the head names, and end with `?` where the command does nothing now:
///
/// ```text
/// command_table! {
///     /// Something a key does.
///     pub enum Command in PopupScope, |press: &Press<'_>| -> Action;
///
///     Copy, Popup, "Enter",   "command-copy" => Action::Accept(CopyMode::AndHide);
///     Pick, List,  "Alt+1-9", "command-pick" => Action::Pick(press.digit_idx?);
/// }
/// ```
macro_rules! command_table {
    (
        $(#[$attribute:meta])*
        pub enum $Command:ident in $Scope:ident, |$state:ident: $State:ty| -> $Action:ident;
        $($name:ident, $scope:ident, $keys:literal, $word:literal => $action:expr;)+
    ) => {
        $(#[$attribute])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $Command {
            $($name),+
        }

        impl $Command {
            /// Every command, in the order of the table and of the help page.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// Where it works, its keys and its words.
            pub fn row(self) -> $crate::app::CommandRow<$Scope> {
                let (scope, keys, word) = match self {
                    $(Self::$name => ($Scope::$scope, $keys, $word)),+
                };
                $crate::app::CommandRow { scope, keys, word }
            }

            /// Where it works.
            pub fn scope(self) -> $Scope {
                self.row().scope
            }

            /// Its keys, as [`CommandRow::keys`](crate::app::CommandRow::keys) writes them.
            pub fn keys(self) -> &'static str {
                self.row().keys
            }

            /// The id of its words in the language files.
            pub fn word(self) -> &'static str {
                self.row().word
            }

            /// What it does now; nothing where there is nothing that it could be done to.
            pub fn action(self, $state: $State) -> Option<$Action> {
                Some(match self {
                    $(Self::$name => $action),+
                })
            }
        }
    };
}
pub(crate) use command_table;

/// Fails where two commands share a key and there is a place where both work, or share their words. Commands of the
/// scope `everywhere` work in every other one too.
#[cfg(test)]
pub(crate) fn assert_no_two_share_a_key<Scope>(rows: &[CommandRow<Scope>], everywhere: Scope)
where
    Scope: Copy + PartialEq + std::fmt::Debug,
{
    for (idx, one) in rows.iter().enumerate() {
        for other in &rows[idx + 1..] {
            let meet = one.scope == other.scope || [one.scope, other.scope].contains(&everywhere);
            assert!(one.keys != other.keys || !meet, "{one:?} and {other:?}");
            assert_ne!(one.word, other.word);
        }
    }
}
