//! From one place on a map to the next one in a direction, for those who move by keyboard.

/// Where to go. The drawing's y runs downwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Towards smaller y.
    North,
    /// Towards greater y.
    South,
    /// Towards greater x.
    East,
    /// Towards smaller x.
    West,
}

/// How much a step aside counts against a step ahead.
const ASIDE: f64 = 2.0;

/// The place to go to from `from`: of those that lie more ahead than aside, the nearest, steps aside counting double.
/// `None` when there is none. The first of equals. Time O(n).
pub fn neighbour(places: &[(f64, f64)], from: usize, direction: Direction) -> Option<usize> {
    let &(x, y) = places.get(from)?;
    let mut best: Option<(f64, usize)> = None;
    for (index, &(px, py)) in places.iter().enumerate() {
        let (ahead, aside) = match direction {
            Direction::North => (y - py, px - x),
            Direction::South => (py - y, px - x),
            Direction::East => (px - x, py - y),
            Direction::West => (x - px, py - y),
        };
        if index == from || ahead <= 0.0 || ahead < aside.abs() {
            continue;
        }
        let far = ahead * ahead + ASIDE * ASIDE * aside * aside;
        if best.is_none_or(|(least, _)| far < least) {
            best = Some((far, index));
        }
    }
    best.map(|(_, index)| index)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_ahead_is_next() {
        let places = [(0.0, 0.0), (10.0, 1.0), (10.0, 9.0), (30.0, 0.0), (0.0, -5.0)];
        assert_eq!(neighbour(&places, 0, Direction::East), Some(1));
        assert_eq!(neighbour(&places, 1, Direction::East), Some(3));
        assert_eq!(neighbour(&places, 0, Direction::North), Some(4));
        assert_eq!(neighbour(&places, 3, Direction::West), Some(1));
        assert_eq!(neighbour(&places, 4, Direction::North), None);
        assert_eq!(neighbour(&places, 99, Direction::North), None);
    }
}
