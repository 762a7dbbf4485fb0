// SPDX-License-Identifier: Apache-2.0
// Pages, forms and previews.
#include "terminal/work/store.hpp"

#include <algorithm>

#include "terminal/work/forms.hpp"

namespace zj::work {

namespace {

constexpr std::size_t kTicketBytesMax = 4096;  // as the verb reads

}  // namespace

void StoreThread::Store::run_one(std::uint64_t number, const job::Here& /*job*/) {
    with_vault(number, [](const Context& c) {
        return told_as(here_view(c), [](HereView v) { return reply::Here{std::move(v)}; });
    });
}

void StoreThread::Store::run_one(std::uint64_t number, const job::Home& /*job*/) {
    with_vault(number, [](const Context& c) {
        return told_as(home_view(c), [](HomeView v) { return reply::Home{std::move(v)}; });
    });
}

void StoreThread::Store::run_one(std::uint64_t number, const job::Cases& job) {
    with_vault(number, [&](const Context& c) {
        return told_as(cases_page(c, job.query, job.first, job.count),
                       [](CasesPage v) { return reply::Cases{std::move(v)}; });
    });
}

void StoreThread::Store::run_one(std::uint64_t number, const job::Case& job) {
    bool fetches = false;
    with_vault(number, [&](const Context& c) {
        return told_as(case_view(c, job.key), [&](CaseView v) {
            // Who is to decide looks at the documents first.
            fetches = v.can_decide && std::any_of(v.materials.begin(), v.materials.end(),
                                                  [](const Material& m) { return m.state == Material::State::county; });
            return reply::Case{std::move(v)};
        });
    });
    if (fetches) {
        fetch(job.key);
    }
}

void StoreThread::Store::fetch(const std::string& key) {
    if (!asked_for_.insert(key).second) {
        return;
    }
    auto exchange = vault::told([&]() -> Result<MaterialFetch> {
        ZJ_TRY(const Case on, find_case(*vault_, key));
        return MaterialFetch::begin(*vault_, on);
    });
    if (exchange) {
        exchanges_.add(
            std::make_unique<FetchExchange>(std::move(*exchange)), line(),
            [this](const Result<>& how) {
                fetched_ += how ? 1 : 0;
                tell_here();
            },
            [](const Progress&) {});
    }
}

void StoreThread::Store::run_one(std::uint64_t number, const job::Review& job) {
    with_vault(number, [&](const Context& c) {
        return told_as(review_page(c, job.matter, job.first, job.count),
                       [](ReviewPage v) { return reply::Review{std::move(v)}; });
    });
}

reply::Form StoreThread::Store::as_form(FormView view) {
    return {std::move(view)};
}

void StoreThread::Store::run_one(std::uint64_t number, const job::NewForm& job) {
    with_vault(number, [&](const Context& c) { return told_as(new_form(c, job.matter), as_form); });
}

void StoreThread::Store::run_one(std::uint64_t number, const job::OpenDraft& job) {
    with_vault(number, [&](const Context& c) { return told_as(open_draft(c, job.id), as_form); });
}

void StoreThread::Store::run_one(std::uint64_t number, const job::AnswerForm& job) {
    with_vault(number, [&](const Context& c) { return told_as(answer_form(c, job.on), as_form); });
}

void StoreThread::Store::run_one(std::uint64_t number, job::SaveDraft& job) {
    if (job.of_last) {
        job.draft.id = last_draft_;
    } else if (job.draft.id == 0) {
        last_draft_ = 0;  // should it fail, the next one makes the draft
    }
    with_vault(number, [&](const Context& c) {
        return told_as(save_draft(c, job.draft), [&](std::int64_t id) {
            last_draft_ = id;
            return reply::Saved{id, job.serial, c.vault.now()};
        });
    });
}

void StoreThread::Store::run_one(std::uint64_t number, const job::DropDraft& job) {
    with_vault(number, [&](const Context& c) -> What {
        const auto dropped = drop_draft(c, job.id);
        return dropped ? What(reply::Dropped{}) : failed(dropped.error());
    });
}

void StoreThread::Store::run_one(std::uint64_t number, job::Attach& job) {
    with_vault(number, [&](const Context& c) -> Result<What> {
        ZJ_TRY(const std::string path, places_.permitted(job.path));
        ZJ_TRY(DraftMaterial material, attach_to_draft(c, job.draft, job.slot, path));
        last_draft_ = job.draft.id;
        return What(reply::Attached{job.draft.id, std::move(material)});
    });
}

void StoreThread::Store::run_one(std::uint64_t number, const job::Facts& job) {
    with_vault(number, [&](const Context& c) -> What { return reply::Facts{form_facts(c, job.draft)}; });
}

void StoreThread::Store::run_one(std::uint64_t number, const job::Browse& job) {
    const auto found = places_.look(job);
    answer(number, found ? What(*found) : failed(found.error()));
}

void StoreThread::Store::run_one(std::uint64_t number, const job::ReadTicket& job) {
    const auto path = places_.permitted(job.path);
    auto bytes = path ? vault::read_file(*path, kTicketBytesMax) : Result<Bytes>(path.error());
    if (!bytes) {
        return answer(number, failed(bytes.error()));
    }
    answer(number, reply::TicketText{crypto::Secret::from(*bytes)});
    crypto::wipe(*bytes);
}

void StoreThread::Store::run_one(std::uint64_t number, const job::Preview& job) {
    if (vault_ == nullptr) {
        return answer(number, failed(fail("vault.locked", {}, "the vault is locked")));
    }
    auto bytes = vault::told([&] { return document_bytes(context(), job.sha256); });
    if (!bytes) {
        return answer(number, failed(bytes.error()));
    }
    const auto document = std::make_shared<Bytes>(std::move(*bytes));
    owner_.previews_.post([this, number, job, document] {
        auto picture = settings_.render(job, *document, owner_.stop_previews_);
        answer(number, picture ? What(std::move(*picture)) : failed(picture.error()));
    });
}

}  // namespace zj::work
