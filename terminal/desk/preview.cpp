// SPDX-License-Identifier: Apache-2.0
#include "terminal/desk/preview.hpp"

#include <algorithm>

namespace zj::desk {

namespace {

Effects ask(Preview& preview, const work::CaseView& view) {
    const work::Material* one = shown(preview, view);
    preview.error.reset();
    if (one == nullptr) {
        return {};
    }
    work::job::Preview job;
    job.sha256 = one->sha256;
    job.media_type = one->media_type;
    job.page = preview.page;
    job.width = job.height = kPreviewPixels;
    return effects(Do{std::move(job), &preview.wait});
}

// The document `by` steps from the one that is shown, among those that can be looked at.
std::optional<std::size_t> beside(const work::CaseView& view, std::size_t from, int by) {
    const auto n = static_cast<std::ptrdiff_t>(view.materials.size());
    for (auto i = static_cast<std::ptrdiff_t>(from) + by; i >= 0 && i < n; i += by > 0 ? 1 : -1) {
        if (can_preview(view.materials[static_cast<std::size_t>(i)])) {
            return static_cast<std::size_t>(i);
        }
    }
    return std::nullopt;
}

// Where the document that is shown stands now; nowhere where a newer view no longer has it.
std::optional<std::size_t> place(const Preview& preview, const work::CaseView& view) {
    const auto& all = view.materials;
    if (preview.material < all.size() && all[preview.material].sha256 == preview.sha256) {
        return preview.material;
    }
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.sha256 == preview.sha256; });
    return found == all.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - all.begin()));
}

}  // namespace

bool can_preview(const work::Material& one) {
    return one.state != work::Material::State::missing && !one.sha256.empty();
}

const work::Material* shown(const Preview& preview, const work::CaseView& view) {
    const auto at = place(preview, view);
    return preview.open && at ? &view.materials[*at] : nullptr;
}

std::string texture_key(const work::Material& one, int page) {
    return one.sha256 + "/" + std::to_string(page);
}

Effects move(Preview& preview, const work::CaseView& view, const PreviewMove& how) {
    using What = PreviewMove::What;
    const auto open = [&](std::size_t material) {
        preview.open = true;
        preview.material = material;
        preview.sha256 = view.materials[material].sha256;
        preview.page = 0;
        preview.pages = static_cast<int>(view.materials[material].pages);
        return ask(preview, view);
    };
    if (how.what == What::close) {
        preview = {};
        return {};
    }
    if (how.what == What::open) {
        const auto wanted = static_cast<std::size_t>(std::max(0, how.by));
        const bool good = wanted < view.materials.size() && can_preview(view.materials[wanted]);
        const auto first = good ? std::optional(wanted) : beside(view, wanted, 1);
        return first ? open(*first) : Effects{};
    }
    if (!preview.open) {
        return {};
    }
    if (how.what == What::material) {
        const auto next = beside(view, place(preview, view).value_or(preview.material), how.by);
        return next ? open(*next) : Effects{};
    }
    if (how.what == What::zoom) {
        preview.zoomed = !preview.zoomed;
        return {};
    }
    if (how.what == What::page) {
        const int last = std::max(1, preview.pages) - 1;
        const int page = std::clamp(preview.page + how.by, 0, last);
        if (page == preview.page) {
            return move(preview, view, {What::material, how.by});  // beyond the last page: the next document
        }
        preview.page = page;
    }
    return ask(preview, view);
}

bool receive(Preview& preview, work::Reply& reply) {
    if (auto* picture = std::get_if<work::reply::Picture>(&reply.what)) {
        if (!preview.wait.ends_with(reply.to)) {
            return false;
        }
        preview.pages = std::max(preview.pages, picture->pages);
        preview.width = picture->width;
        preview.height = picture->height;
        return true;
    }
    if (auto* failed = std::get_if<work::reply::Failed>(&reply.what); failed && preview.wait.ends_with(reply.to)) {
        preview.error = std::move(failed->error);
        return true;
    }
    return false;
}

}  // namespace zj::desk
