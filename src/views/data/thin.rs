//! Thin: a long line as few points, its ends and extremes kept, and every row of its last year.

/// Points that are left at most.
pub const MOST: usize = 600;
/// Rows of the last year, which are all kept.
pub const RECENT: usize = 252;
/// Points of a stretch: its lowest, its highest and one that is not there.
const OF_EACH: usize = 3;

/// The rows of a line that are kept, rising: the first, all of the last [`RECENT`] and, of each of some hundred stretches
/// before those, the lowest, the highest and, where one has no value, that one.
pub fn kept(values: &[Option<f64>]) -> Vec<usize> {
    if values.len() <= MOST {
        return (0..values.len()).collect();
    }
    let (before, count) = (values.len() - RECENT, (MOST - RECENT - 1) / OF_EACH);
    let end = |part: usize| part * before / count;
    let mut found: Vec<usize> = std::iter::once(0).chain(before..values.len()).collect();
    for part in 0..count {
        let known = || (end(part)..end(part + 1)).filter_map(|row| Some((row, (*values.get(row)?)?)));
        let pick = |is_better: fn(f64, f64) -> bool| {
            known().reduce(|best, one| if is_better(one.1, best.1) { one } else { best }).map(|one| one.0)
        };
        found.extend(pick(|one, best| one < best));
        found.extend(pick(|one, best| one > best));
        found.extend((end(part)..end(part + 1)).find(|row| values.get(*row).is_some_and(Option::is_none)));
    }
    found.sort_unstable();
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_line_stays_as_it_is() {
        assert_eq!(kept(&[Some(1.0), None]), [0, 1]);
        assert_eq!(kept(&[]), Vec::<usize>::new());
    }

    #[test]
    fn a_long_line_keeps_its_ends_its_extremes_and_its_gaps() {
        let mut values: Vec<Option<f64>> = (0..9_000).map(|i| Some(f64::from(i % 17))).collect();
        (values[4_321], values[8_000], values[2_000]) = (Some(99.0), Some(-99.0), None);
        let found = kept(&values);
        assert!(found.len() <= MOST && found.len() > 300, "{}", found.len());
        assert!([0, 2_000, 4_321, 8_000].iter().all(|row| found.contains(row)));
        assert!((9_000 - RECENT..9_000).all(|row| found.contains(&row)));
        assert!(found.windows(2).all(|pair| pair[0] < pair[1]));
    }
}
