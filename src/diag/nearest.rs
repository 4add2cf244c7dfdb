//! The known name that somebody probably meant.

/// In characters. Longer names are texts that ended up in the place of a name; comparing them takes long.
const LONGEST_NAME: usize = 100;

/// The candidate nearest to `name`, to suggest it: at most a third of the characters differ (one in a short name), or the
/// candidate goes on where `name`, of two characters or more, ends. Of equally near ones the first in character order.
/// `None` when nothing is near enough, or the name has more than 100 characters.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let length = |name: &str| name.chars().take(LONGEST_NAME + 1).count();
    let limit = (length(name) / 3).max(1);
    candidates
        .into_iter()
        .filter(|candidate| length(name).max(length(candidate)) <= LONGEST_NAME)
        .map(|candidate| (strsim::osa_distance(name, candidate), candidate))
        .filter(|(distance, candidate)| {
            *distance <= limit
                || (!name.is_empty() && candidate.starts_with(name) && name.chars().count() > 1)
        })
        .min()
        .map(|(_, candidate)| candidate.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_slip_gets_a_suggestion() {
        let known = ["title", "stage", "tags"];
        assert_eq!(nearest("titel", known).as_deref(), Some("title"));
        assert_eq!(nearest("body", known), None);
        assert_eq!(nearest("titl", known).as_deref(), Some("title"));
        assert_eq!(nearest("店铺", ["店铺名", "订单号"]).as_deref(), Some("店铺名"));
        assert_eq!(nearest("天气", ["店铺名", "订单号"]), None);
        let text = "字".repeat(101);
        assert_eq!(nearest(&text, [text.as_str()]), None);
    }
}
