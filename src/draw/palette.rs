//! What each role looks like by day and by night; the style sheet says the same, and a test compares them.

use plotters_backend::BackendColor;

macro_rules! roles {
    ($($(#[$doc:meta])* $role:ident $name:literal $light:literal $light_alpha:literal $dark:literal $dark_alpha:literal)*) => {
        /// What a colour is for.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Role {
            $($(#[$doc])* $role,)*
        }

        impl Role {
            /// Every role.
            pub const ALL: &'static [Role] = &[$(Role::$role),*];

            /// Name of the custom property in the style sheet, without the dashes.
            pub fn name(self) -> &'static str {
                match self { $(Role::$role => $name),* }
            }

            fn colour(self, palette: Palette) -> (u32, f64) {
                match (self, palette) {
                    $((Role::$role, Palette::Light) => ($light, $light_alpha),
                    (Role::$role, Palette::Dark) => ($dark, $dark_alpha),)*
                }
            }
        }
    };
}

roles! {
    /// Calibration.
    Bg "bg" 0xffffff 1.0 0x13181c 1.0
    /// Raised ground, empty tracks.
    Bg3 "bg-3" 0xe9edf0 1.0 0x222a30 1.0
    /// Grid.
    Line "line" 0xdfe4e8 1.0 0x273037 1.0
    /// Small ticks.
    Line2 "line-2" 0xbcc5cc 1.0 0x414c55 1.0
    /// Axes, zero, crosshair.
    Edge "edge" 0x7d8892 1.0 0x75818b 1.0
    /// Figures.
    Ink "ink" 0x11171c 1.0 0xe9edf0 1.0
    /// Words.
    Ink2 "ink-2" 0x414c56 1.0 0xb3bdc5 1.0
    /// Units and helpers.
    Ink3 "ink-3" 0x5f6b75 1.0 0x8d99a3 1.0
    /// The whole book.
    Combined "combined" 0x11171c 1.0 0xf2f5f7 1.0
    /// The first engine.
    Condor "condor" 0x0f62be 1.0 0x62a8f7 1.0
    /// The second engine.
    Pool "pool" 0xb5378b 1.0 0xea86c7 1.0
    /// The VIX layers.
    Hedge "hedge" 0x8f6400 1.0 0xdfae45 1.0
    /// Above zero.
    Profit "profit" 0x0a766f 1.0 0x41c2b5 1.0
    /// Below zero.
    Loss "loss" 0xbd3a0c 1.0 0xff8459 1.0
    /// Between the curve and zero, above.
    FillProfit "fill-profit" 0x0a766f 0.10 0x41c2b5 0.12
    /// Between the curve and zero, below.
    FillLoss "fill-loss" 0xbd3a0c 0.09 0xff8459 0.11
    /// The token's own part.
    Band "band" 0x11171c 0.09 0xe9edf0 0.10
    /// Worst flat step.
    N4 "n4" 0xcf6f46 1.0 0xa9512b 1.0
    /// Third flat step below zero.
    N3 "n3" 0xe39b78 1.0 0x7d4128 1.0
    /// Second flat step below zero.
    N2 "n2" 0xf2c5af 1.0 0x543023 1.0
    /// First flat step below zero.
    N1 "n1" 0xfbeae2 1.0 0x32231d 1.0
    /// First flat step above zero.
    P1 "p1" 0xe0f1ef 1.0 0x172b2a 1.0
    /// Second flat step above zero.
    P2 "p2" 0xb1dcd7 1.0 0x1a423f 1.0
    /// Third flat step above zero.
    P3 "p3" 0x72bab3 1.0 0x1e625d 1.0
    /// Best flat step.
    P4 "p4" 0x319188 1.0 0x24857d 1.0
}

/// By day or by night.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Palette {
    /// Dark ink on white.
    Light,
    /// Light ink on a dark ground.
    Dark,
}

impl Palette {
    /// The role's colour at this opacity.
    pub fn colour(self, role: Role, opacity: f64) -> BackendColor {
        let (rgb, alpha) = role.colour(self);
        let byte = |shift: u32| (rgb >> shift & 0xff) as u8;
        BackendColor { rgb: (byte(16), byte(8), byte(0)), alpha: alpha * opacity.clamp(0.0, 1.0) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `#11171c` or `rgba(17, 23, 28, .09)` as colour and opacity.
    fn parsed(value: &str) -> Option<(u32, f64)> {
        if let Some(hex) = value.strip_prefix('#') {
            return Some((u32::from_str_radix(hex, 16).ok()?, 1.0));
        }
        let inside = value.strip_prefix("rgba(")?.strip_suffix(')')?;
        let parts: Vec<f64> = inside.split(',').filter_map(|part| part.trim().parse().ok()).collect();
        let [r, g, b, a] = parts[..] else { return None };
        Some(((r as u32) << 16 | (g as u32) << 8 | b as u32, a))
    }

    fn block<'a>(css: &'a str, selector: &str) -> &'a str {
        let from = css.find(selector).map_or(css.len(), |i| i + selector.len());
        let rest = &css[from..];
        &rest[..rest.find('}').unwrap_or(rest.len())]
    }

    #[test]
    fn the_style_sheet_has_the_same_colours() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/static/styles.css");
        let Ok(css) = std::fs::read_to_string(path) else { return };
        for (palette, selector) in
            [(Palette::Light, "[data-theme=\"light\"] {"), (Palette::Dark, "[data-theme=\"dark\"] {")]
        {
            let block = block(&css, selector);
            for role in Role::ALL {
                let property = format!("--{}:", role.name());
                let value = block.split_once(&property).map(|(_, rest)| rest.split(';').next().unwrap_or("").trim());
                assert_eq!(value.and_then(parsed), Some(role.colour(palette)), "{property} in {selector}");
            }
        }
    }
}
