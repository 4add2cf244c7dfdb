//! Keeps the selected row of a long list in sight. Its rows are of [`size::ROW`], and only those in sight are laid out.

use egui::scroll_area::ScrollAreaOutput;
use egui::{Id, Ui};

use crate::ui::shared::theme::size;

/// How far to scroll the list of this name so that a row is in sight, no further than needed; `None` where the selection is that
/// of the frame before.
pub(super) fn offset(ui: &Ui, list: &str, row: usize, count: usize) -> Option<f32> {
    let id = Id::unique(("selected-row", list));
    let before = ui.data(|data| data.get_temp::<(usize, usize)>(id));
    ui.data_mut(|data| data.insert_temp(id, (row, count)));
    if before == Some((row, count)) {
        return None;
    }
    let (offset, height) = ui.data(|data| data.get_temp::<(f32, f32)>(seen(list))).unwrap_or_default();
    #[expect(clippy::cast_precision_loss, reason = "rows are counted in thousands")]
    let top = row as f32 * size::ROW;
    let lowest = if height < size::ROW { top } else { top + size::ROW - height };
    Some(offset.clamp(lowest.max(0.0), top))
}

/// Remembers what is in sight of a list that was drawn.
pub(super) fn note<R>(ui: &Ui, list: &str, output: &ScrollAreaOutput<R>) {
    let in_sight = (output.state.clamped_offset().y, output.inner_rect.height());
    ui.data_mut(|data| data.insert_temp(seen(list), in_sight));
}

fn seen(list: &str) -> Id {
    Id::unique(("rows-in-sight", list))
}
