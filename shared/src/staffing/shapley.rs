//! What each of several causes makes of a change that they make together: the Shapley value, in exact integers.

/// The most players of a game: with 12 it has 4,096 coalitions, and every product stays far within 128 bits.
pub const MAX_PLAYERS: usize = 12;

/// The Shapley value of each player: the mean, over all orders in which the players may come in, of what the worth changes by as the
/// player does. Given in `players!`-ths, so that it is exact.
///
/// `worth` has one entry a coalition, shape `[2^players][numbers]`: in place `m` the worth of those players whose bit in `m` is
/// set. Each number is a game of its own. The answer has shape `[players][numbers]`. The values of all players add up to the worth of
/// all less that of none; a player who changes nothing gets nothing; two who always change the same get the same; and backwards, from
/// all to none, each value is the opposite. None of that hangs on the order of the players.
///
/// Empty when `worth` has no such shape, or more than [`MAX_PLAYERS`] players. Time O(2^players · players · numbers).
///
/// # Source
/// L. S. Shapley, A value for n-person games, Contributions to the Theory of Games II, 1953. As a decomposition of differences:
/// A. F. Shorrocks, Decomposition procedures for distributional analysis, Journal of Economic Inequality 11 (2013).
pub fn shapley(worth: &[Vec<i128>]) -> Vec<Vec<i128>> {
    let players = worth.len().trailing_zeros() as usize;
    let numbers = worth.first().map_or(0, Vec::len);
    let is_game = worth.len().is_power_of_two() && worth.iter().all(|of| of.len() == numbers);
    if !is_game || players > MAX_PLAYERS {
        return Vec::new();
    }
    let mut values = vec![vec![0_i128; numbers]; players];
    for (player, value) in values.iter_mut().enumerate() {
        let bit = 1_usize << player;
        for (coalition, without) in worth.iter().enumerate().filter(|(coalition, _)| coalition & bit == 0) {
            let before = coalition.count_ones() as usize;
            // The orders in which exactly these come before the player.
            let orders = factorial(before) * factorial(players - before - 1);
            for ((sum, with), without) in value.iter_mut().zip(&worth[coalition | bit]).zip(without) {
                *sum += orders * (with - without);
            }
        }
    }
    values
}

/// `n!`, exact for n up to 33.
pub fn factorial(n: usize) -> i128 {
    (1..=n as i128).product()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_glove_game_by_hand() {
        // One left glove and two right ones; a pair is worth 1. Shapley: 2/3 to the left one, 1/6 to each right one.
        let worth: Vec<Vec<i128>> =
            (0_u32..8).map(|coalition| vec![i128::from(coalition & 1 == 1 && coalition > 1)]).collect();
        assert_eq!(shapley(&worth), [[4], [1], [1]]);
        assert_eq!(shapley(&[vec![7, 7]]), Vec::<Vec<i128>>::new(), "nobody plays");
        assert_eq!(shapley(&vec![vec![0]; 3]), Vec::<Vec<i128>>::new(), "no game");
        assert_eq!(shapley(&[]), Vec::<Vec<i128>>::new());
    }

    /// Player by player, over every order: the definition.
    fn by_definition(worth: &[Vec<i128>], players: usize) -> Vec<i128> {
        fn go(worth: &[Vec<i128>], players: usize, there: usize, values: &mut [i128]) -> i128 {
            let mut orders = 0;
            for player in (0..players).filter(|player| there & (1 << player) == 0) {
                let with = there | (1 << player);
                let behind = go(worth, players, with, values);
                values[player] += behind * (worth[with][0] - worth[there][0]);
                orders += behind;
            }
            orders.max(1)
        }
        let mut values = vec![0; players];
        go(worth, players, 0, &mut values);
        values
    }

    fn some_game() -> impl Strategy<Value = (usize, Vec<Vec<i128>>)> {
        (1_usize..6).prop_flat_map(|players| {
            let worth = prop::collection::vec((-1_000_i128..1_000).prop_map(|worth| vec![worth]), 1 << players);
            (Just(players), worth)
        })
    }

    proptest! {
        #[test]
        fn it_is_the_mean_over_all_orders_and_adds_up((players, worth) in some_game()) {
            let values = shapley(&worth);
            let told: Vec<i128> = values.iter().map(|value| value[0]).collect();
            prop_assert_eq!(&told, &by_definition(&worth, players));
            let all = worth[worth.len() - 1][0] - worth[0][0];
            prop_assert_eq!(told.iter().sum::<i128>(), all * factorial(players));
        }

        #[test]
        fn backwards_each_value_is_the_opposite((_, worth) in some_game()) {
            let mut backwards = worth.clone();
            backwards.reverse();
            for (there, back) in shapley(&worth).iter().zip(shapley(&backwards)) {
                prop_assert_eq!(there[0], -back[0]);
            }
        }

        #[test]
        fn whoever_changes_nothing_gets_nothing_and_moves_no_other((players, worth) in some_game()) {
            // The same game with one more player, whom nobody notices.
            let mut more = worth.clone();
            more.extend(worth.iter().cloned());
            let values = shapley(&more);
            prop_assert_eq!(values[players][0], 0);
            for (value, alone) in values.iter().zip(shapley(&worth)) {
                prop_assert_eq!(value[0], alone[0] * (players as i128 + 1));
            }
        }
    }
}
