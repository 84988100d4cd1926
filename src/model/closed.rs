//! Closed lists: the codebook's words for the values a field may take.

/// A list that `output` can spell, read back and describe in the schema.
pub trait Closed: Copy + Eq + std::fmt::Debug + 'static {
    const NAME: &'static str;
    const ALL: &'static [Self];

    fn word(self) -> &'static str;
}

/// Makes a closed list whose spelling is the codebook's.
macro_rules! closed_list {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $text:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($variant,)+ }

        impl $name {
            pub const ALL: &'static [$name] = &[$($name::$variant,)+];

            pub fn as_str(self) -> &'static str {
                match self { $($name::$variant => $text,)+ }
            }

            pub fn parse(text: &str) -> Option<$name> {
                match text { $($text => Some($name::$variant),)+ _ => None }
            }
        }

        impl $crate::model::closed::Closed for $name {
            const NAME: &'static str = stringify!($name);
            const ALL: &'static [$name] = $name::ALL;

            fn word(self) -> &'static str {
                self.as_str()
            }
        }
    };
}
