// SPDX-License-Identifier: Apache-2.0
#include "terminal/work/store_thread.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "shared/codec/json.hpp"
#include "shared/crypto/stack.hpp"
#include "terminal/vault/passphrase.hpp"
#include "terminal/work/acts.hpp"
#include "terminal/work/devices.hpp"
#include "terminal/work/forms.hpp"
#include "terminal/work/lock_note.hpp"
#include "terminal/work/net_line.hpp"
#include "terminal/work/papers.hpp"
#include "terminal/work/sync.hpp"

namespace zj::work {

namespace {

using What = decltype(Reply::what);

constexpr std::size_t kTicketBytesMax = 4096;  // as the verb reads

What failed(const Error& error) {
    return reply::Failed{error, {}};
}

// What comes of a use case: the reply made of its value, or why not.
template <class T, class Make>
What told_as(Result<T> result, Make make) {
    return result ? What(make(std::move(*result))) : failed(result.error());
}

// The documents of one case, as an exchange.
class FetchExchange final : public Exchange {
public:
    explicit FetchExchange(MaterialFetch fetch) : fetch_(std::move(fetch)) {}
    Result<std::optional<sync::Request>> next() override { return fetch_.next(); }
    Result<> on_response(const Result<sync::Response>& response) override {
        return response ? fetch_.on_response(*response) : Result<>(response.error());
    }
    Result<> finish() override { return {}; }
    Progress progress() const override { return {"fetch", fetch_.done(), fetch_.total()}; }

private:
    MaterialFetch fetch_;
};

}  // namespace

// Everything here runs on the store thread.
class StoreThread::Store {
public:
    Store(StoreSettings& settings, StoreThread& owner)
        : settings_(settings),
          owner_(owner),
          places_(settings.places, settings.media),
          exchanges_([&owner](std::function<void()> task) { owner.worker_.post(std::move(task)); },
                     [&owner](std::function<void()> task) { owner.line_.post(std::move(task)); }) {}

    void run(std::uint64_t number, Job& job) {
        std::visit([&](auto& one) { run_one(number, one); }, job);
    }

    void sync_by_itself() {
        if (vault_ != nullptr && settings_.syncs && !syncing_) {
            begin_sync(0);
        }
    }

private:
    Context context() { return {*vault_, line(), {}, &owner_.stop_}; }
    LineMaker line() { return line_of(*vault_, settings_.gateway, &owner_.stop_); }

    void post(std::uint64_t to, What what) { settings_.post({to, std::move(what)}); }
    // The last word on a job.
    void answer(std::uint64_t to, What what) {
        if (to != 0) {
            --owner_.open_jobs_;
        }
        post(to, std::move(what));
    }
    // Of a job that went over the line; on the store thread, as everything but answer() and post().
    void answer_from_line(std::uint64_t to, What what) {
        on_line_.erase(to);
        answer(to, std::move(what));
    }
    std::function<void(const Progress&)> teller(std::uint64_t to) {
        return [this, to](const Progress& progress) {
            post(to, reply::Progress{progress.stage, progress.done, progress.total});
        };
    }
    // Strip and badges, after anything that may have changed them.
    void tell_here() {
        if (auto here = vault::told([&] { return here_view(context()); })) {
            here->fetched = fetched_;
            waiting_ = here->waiting + here->materials_waiting;
            post(0, reply::Here{std::move(*here)});
        }
    }

    // A job that needs the vault; one that comes too late finds it locked.
    template <class Work>
    void with_vault(std::uint64_t number, Work work) {
        if (vault_ == nullptr) {
            return answer(number, failed(fail("vault.locked", {}, "the vault is locked")));
        }
        auto what = vault::told([&]() -> Result<What> { return work(context()); });
        answer(number, what ? std::move(*what) : failed(what.error()));
    }

    // Signing asks for the passphrase again: whoever finds an open desk signs nothing.
    Result<> passphrase_again(const crypto::Secret& passphrase) {
        return vault_->try_slot(vault_->person().key, passphrase);
    }

    // --- locked

    void run_one(std::uint64_t number, const job::People& /*job*/) {
        answer(number, read_lock_note(settings_.folder, settings_.vault.cost));
    }

    void run_one(std::uint64_t number, const job::Draw& /*job*/) {
        answer(number, reply::Drawn{vault::draw_passphrase(*settings_.vault.random)});
    }

    void run_one(std::uint64_t number, const job::Enrol& job) {
        const auto ticket = log::parse_ticket(job.ticket.text());
        if (!ticket) {
            return answer(number, failed(ticket.error()));
        }
        Enrolling enrolling;
        enrolling.folder = settings_.folder;
        enrolling.ticket = &*ticket;
        enrolling.alias = job.alias;
        enrolling.device_name = job.device_name;
        enrolling.passphrase = &job.passphrase;
        enrolling.demo = settings_.demo;
        enrolling.settings = settings_.vault;
        enrolling.progress = teller(number);
        enrolling.stop = &owner_.stop_;
        enrolling.stranger = [&] {
            NetOptions options;
            options.address = settings_.gateway.empty() ? ticket->gateway : settings_.gateway;
            options.now = settings_.vault.clock->now();
            options.stop = &owner_.stop_;
            return net_line(std::move(options));
        };
        enrolling.line = [this](vault::Vault& vault) {
            return line_of(vault, settings_.gateway, &owner_.stop_);
        };
        const auto made = vault::told([&] { return enrol(enrolling); });
        if (!made) {
            return answer(number, failed(made.error()));
        }
        unlock(number, made->str_or("person"), job.passphrase);
    }

    void run_one(std::uint64_t number, const job::Unlock& job) { unlock(number, job.person, job.passphrase); }

    void unlock(std::uint64_t number, std::string_view person, const crypto::Secret& passphrase) {
        owner_.stop_ = false;
        auto vault =
            vault::told([&] { return vault::Vault::open(settings_.folder, person, passphrase, settings_.vault); });
        if (!vault) {
            return answer(number, failed(vault.error()));
        }
        vault_ = std::move(*vault);
        past_ = {};
        ++unlocks_;
        auto here = vault::told([&] { return here_view(context()); });
        if (!here) {
            vault_.reset();
            return answer(number, failed(here.error()));
        }
        waiting_ = here->waiting + here->materials_waiting;
        answer(number, reply::Unlocked{std::move(*here)});
        plan_sync();
    }

    void run_one(std::uint64_t number, const job::Lock& /*job*/) {
        if (vault_ != nullptr) {
            static_cast<void>(vault::told([&] { return leave(context()); }));
            static_cast<void>(vault::told([&] { return write_lock_note(*vault_); }));
        }
        // Whoever holds a line or draws gives up between two steps; ask() has said so already.
        owner_.stop_ = owner_.stop_previews_ = true;
        ++unlocks_;
        exchanges_.clear();
        for (const std::uint64_t waits : std::exchange(on_line_, {})) {
            answer(waits, failed(fail("vault.locked", {}, "locked meanwhile")));
        }
        owner_.line_.post(crypto::wipe_stack);
        owner_.previews_.post(crypto::wipe_stack);
        owner_.line_.drain();  // the line's copy of the device key goes with it
        owner_.previews_.drain();
        vault_.reset();
        last_draft_ = 0;
        crypto::wipe_stack();
        sync_state_ = {};
        asked_for_.clear();
        syncing_ = false;
        owner_.due_ms_ = INT64_MAX;
        owner_.stop_ = owner_.stop_previews_ = false;
        answer(number, reply::Locked{});
    }

    // --- views

    void run_one(std::uint64_t number, const job::Here& /*job*/) {
        with_vault(number, [](const Context& c) {
            return told_as(here_view(c), [](HereView v) { return reply::Here{std::move(v)}; });
        });
    }
    void run_one(std::uint64_t number, const job::Home& /*job*/) {
        with_vault(number, [](const Context& c) {
            return told_as(home_view(c), [](HomeView v) { return reply::Home{std::move(v)}; });
        });
    }
    void run_one(std::uint64_t number, const job::Cases& job) {
        with_vault(number, [&](const Context& c) {
            return told_as(cases_page(c, job.query, job.first, job.count),
                           [](CasesPage v) { return reply::Cases{std::move(v)}; });
        });
    }
    void run_one(std::uint64_t number, const job::Case& job) {
        bool fetches = false;
        with_vault(number, [&](const Context& c) {
            return told_as(case_view(c, job.key), [&](CaseView v) {
                // Who is to decide looks at the documents first.
                fetches = v.can_decide && std::any_of(v.materials.begin(), v.materials.end(), [](const Material& m) {
                              return m.state == Material::State::county;
                          });
                return reply::Case{std::move(v)};
            });
        });
        if (fetches) {
            fetch(job.key);
        }
    }
    // Once for each case: what failed is tried again when it is decided.
    void fetch(const std::string& key) {
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
    void run_one(std::uint64_t number, const job::Review& job) {
        with_vault(number, [&](const Context& c) {
            return told_as(review_page(c, job.matter, job.first, job.count),
                           [](ReviewPage v) { return reply::Review{std::move(v)}; });
        });
    }

    // --- forms

    static reply::Form as_form(FormView view) { return {std::move(view)}; }
    void run_one(std::uint64_t number, const job::NewForm& job) {
        with_vault(number, [&](const Context& c) { return told_as(new_form(c, job.matter), as_form); });
    }
    void run_one(std::uint64_t number, const job::OpenDraft& job) {
        with_vault(number, [&](const Context& c) { return told_as(open_draft(c, job.id), as_form); });
    }
    void run_one(std::uint64_t number, const job::AnswerForm& job) {
        with_vault(number, [&](const Context& c) { return told_as(answer_form(c, job.on), as_form); });
    }
    void run_one(std::uint64_t number, job::SaveDraft& job) {
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
    void run_one(std::uint64_t number, const job::DropDraft& job) {
        with_vault(number, [&](const Context& c) -> What {
            const auto dropped = drop_draft(c, job.id);
            return dropped ? What(reply::Dropped{}) : failed(dropped.error());
        });
    }
    void run_one(std::uint64_t number, job::Attach& job) {
        with_vault(number, [&](const Context& c) -> Result<What> {
            ZJ_TRY(const std::string path, places_.permitted(job.path));
            ZJ_TRY(DraftMaterial material, attach_to_draft(c, job.draft, job.slot, path));
            last_draft_ = job.draft.id;
            return What(reply::Attached{job.draft.id, std::move(material)});
        });
    }
    void run_one(std::uint64_t number, const job::Facts& job) {
        with_vault(number, [&](const Context& c) -> What { return reply::Facts{form_facts(c, job.draft)}; });
    }
    void run_one(std::uint64_t number, const job::Browse& job) {
        const auto found = places_.look(job);
        answer(number, found ? What(*found) : failed(found.error()));
    }
    void run_one(std::uint64_t number, const job::ReadTicket& job) {
        const auto path = places_.permitted(job.path);
        auto bytes = path ? vault::read_file(*path, kTicketBytesMax) : Result<Bytes>(path.error());
        if (!bytes) {
            return answer(number, failed(bytes.error()));
        }
        answer(number, reply::TicketText{crypto::Secret::from(*bytes)});
        crypto::wipe(*bytes);
    }
    void run_one(std::uint64_t number, const job::Preview& job) {
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

    // --- signing

    void run_one(std::uint64_t number, const job::SignDraft& job) {
        with_vault(number, [&](const Context& c) -> Result<What> {
            ZJ_CHECK(passphrase_again(job.passphrase));
            FormFaults faults;
            const auto made = sign_draft(c, job.id, faults);
            if (!made) {
                return What(reply::Failed{made.error(), faults.faults});
            }
            return What(as_signed(*made));
        });
        after_signing();
    }
    void run_one(std::uint64_t number, const job::Confirm& job) {
        with_vault(number, [&](const Context& c) -> Result<What> {
            ZJ_CHECK(passphrase_again(job.passphrase));
            reply::Signed out;
            for (const std::string& pending : job.pending) {
                if (const auto made = confirm(c, {pending}); made) {
                    ++out.count;
                } else if (job.pending.size() == 1) {
                    return made.error();
                } else {
                    out.failed.emplace_back(pending, made.error());
                }
            }
            return What(std::move(out));
        });
        after_signing();
    }
    void run_one(std::uint64_t number, const job::Withdraw& job) {
        with_vault(number, [&](const Context& c) -> Result<What> {
            ZJ_CHECK(passphrase_again(job.passphrase));
            ZJ_TRY(const codec::Value made, withdraw(c, job.on, job.reason));
            return What(as_signed(made));
        });
        after_signing();
    }
    static reply::Signed as_signed(const codec::Value& made) {
        reply::Signed out;
        out.count = 1;
        out.key = made.str_or("case");
        if (const std::int64_t n = made.int_or("n"); n > 0) {
            out.number = n;
        }
        return out;
    }
    void after_signing() {
        if (vault_ != nullptr) {
            tell_here();
            past_ = {};  // what has been signed leaves at once
            plan_sync();
        }
    }

    // One decision after the other; before a pass the documents that are not here are fetched.
    struct Deciding {
        std::uint64_t number, unlock;
        job::Decide job;
        std::size_t at = 0;
        reply::Signed out;
    };
    void run_one(std::uint64_t number, job::Decide& job) {
        if (vault_ == nullptr) {
            return answer(number, failed(fail("vault.locked", {}, "the vault is locked")));
        }
        const auto known = vault::told([&] { return passphrase_again(job.passphrase); });
        if (!known) {
            return answer(number, failed(known.error()));
        }
        job.passphrase.wipe();
        stop_deciding_ = false;
        on_line_.insert(number);
        decide_next(std::make_shared<Deciding>(Deciding{number, unlocks_, std::move(job), 0, {}}));
    }
    void run_one(std::uint64_t number, const job::StopDeciding& /*job*/) {
        stop_deciding_ = true;
        // A document that is being fetched for it is given up; a sync that is under way goes on.
        owner_.stop_ = owner_.stop_ || !syncing_;
        answer(number, sync_state_);
    }
    // What is signed is what was looked at.
    Result<> as_shown(const job::Decide::On& on) {
        const auto now = vault_->case_entry(on.key);
        return now && now->entry == on.entry ? Result<>()
                                             : fail("case.changed", on.key, "it changed after it was shown");
    }
    void decide_next(const std::shared_ptr<Deciding>& all) {
        for (; stop_deciding_ && all->at < all->job.cases.size(); ++all->at) {
            all->out.failed.emplace_back(all->job.cases[all->at].key,
                                         fail("sign.stopped", all->job.cases[all->at].key));
        }
        if (all->at == all->job.cases.size()) {
            owner_.stop_ = owner_.stop_ && syncing_;
            if (all->job.cases.size() == 1 && !all->out.failed.empty()) {
                answer_from_line(all->number, failed(all->out.failed[0].second));
            } else {
                answer_from_line(all->number, std::move(all->out));
            }
            return after_signing();
        }
        post(all->number, reply::Progress{"decide", all->at, all->job.cases.size()});
        const auto on = vault::told([&]() -> Result<Case> {
            ZJ_CHECK(as_shown(all->job.cases[all->at]));
            return find_case(*vault_, all->job.cases[all->at].key);
        });
        if (!on) {
            return decided(all, on.error());
        }
        if (all->job.decision.act != "pass") {
            return decide_one(all);
        }
        auto fetch = vault::told([&] { return MaterialFetch::begin(*vault_, *on); });
        if (!fetch) {
            return decided(all, fetch.error());
        }
        exchanges_.add(
            std::make_unique<FetchExchange>(std::move(*fetch)), line(),
            [this, all](const Result<>& how) { how ? decide_one(all) : decided(all, how.error()); },
            teller(all->number));
    }
    void decide_one(const std::shared_ptr<Deciding>& all) {
        const auto made = vault::told([&]() -> Result<codec::Value> {
            ZJ_CHECK(as_shown(all->job.cases[all->at]));  // a sync may have come in while documents were fetched
            return decide(context(), all->job.cases[all->at].key, all->job.decision);
        });
        decided(all, made ? Result<>() : Result<>(made.error()));
    }
    void decided(const std::shared_ptr<Deciding>& all, const Result<>& how) {
        if (how) {
            ++all->out.count;
            all->out.key = all->job.cases[all->at].key;
        } else {
            all->out.failed.emplace_back(all->job.cases[all->at].key, how.error());
        }
        ++all->at;
        // As a task of its own, so that other jobs come between two signatures.
        owner_.worker_.post([this, all] {
            // Else the lock has answered it, and whoever is here by now signs nothing of it.
            if (all->unlock == unlocks_) {
                decide_next(all);
            }
        });
    }

    // --- papers

    void run_one(std::uint64_t number, const job::Paper& job) {
        with_vault(number, [&](const Context& c) -> Result<What> {
            ZJ_TRY(std::string path, write_paper(c, job, settings_.papers));
            return What(reply::Paper{std::move(path)});
        });
    }

    // --- sync

    void run_one(std::uint64_t number, const job::Sync& /*job*/) {
        if (vault_ == nullptr) {
            return answer(number, failed(fail("vault.locked", {}, "the vault is locked")));
        }
        syncing_ ? answer(number, sync_state_) : begin_sync(number);
    }
    void run_one(std::uint64_t number, const job::StopSync& /*job*/) {
        if (syncing_) {
            owner_.stop_ = true;
        }
        answer(number, sync_state_);
    }
    void begin_sync(std::uint64_t number) {
        auto exchange = vault::told(
            [&]() -> Result<std::unique_ptr<SyncExchange>> { return std::make_unique<SyncExchange>(*vault_); });
        owner_.due_ms_ = INT64_MAX;
        if (!exchange) {
            return answer(number, failed(exchange.error()));
        }
        if (number != 0) {
            on_line_.insert(number);
        }
        owner_.stop_ = false;
        syncing_ = true;
        sync_state_.running = true;
        sync_state_.stage = "connect";
        post(0, sync_state_);
        exchanges_.add(
            std::move(*exchange), line(), [this, number](const Result<>& how) { sync_ended(number, how); },
            [this](const Progress& progress) {
                sync_state_.stage = progress.stage;
                sync_state_.done = progress.done;
                sync_state_.total = progress.total;
                post(0, sync_state_);
            });
    }
    void sync_ended(std::uint64_t number, const Result<>& how) {
        owner_.stop_ = false;
        syncing_ = false;
        sync_state_.running = false;
        sync_state_.error = how ? std::nullopt : std::optional(how.error());
        past_.ended_ms = settings_.monotonic_ms();
        past_.failures = how ? 0 : past_.failures + 1;
        if (how) {
            sync_state_.at = settings_.vault.clock->now();
        }
        tell_here();
        plan_sync();
        answer_from_line(number, sync_state_);
    }
    // When the line is tried again by itself; the window wakes the store thread then.
    void plan_sync() {
        if (!settings_.syncs || syncing_) {
            return;
        }
        past_.has_waiting = waiting_ > 0;
        std::array<std::uint8_t, 2> drawn{};
        settings_.vault.random->fill(drawn);
        const int jitter = (drawn[0] * 256 + drawn[1]) % 1000;
        owner_.due_ms_ = next_sync_ms(past_, jitter);
        const std::int64_t away = owner_.due_ms_ - settings_.monotonic_ms();
        sync_state_.next_at = settings_.vault.clock->now() + std::max<std::int64_t>(0, away);
        post(0, sync_state_);
    }

    StoreSettings& settings_;
    StoreThread& owner_;
    Places places_;
    Exchanges exchanges_;
    std::unique_ptr<vault::Vault> vault_;
    reply::SyncState sync_state_;
    SyncPast past_;
    std::size_t waiting_ = 0;
    std::int64_t last_draft_ = 0;      // that was stored; 0: none since the last unlock
    std::set<std::string> asked_for_;  // cases whose documents have been fetched or tried, since the unlock
    std::uint64_t fetched_ = 0;
    bool syncing_ = false;
    bool stop_deciding_ = false;
    std::uint64_t unlocks_ = 0;        // rises with every unlock and lock: what began before is nobody's any more
    std::set<std::uint64_t> on_line_;  // jobs whose answer comes from an exchange
};

StoreThread::StoreThread(StoreSettings settings)
    : settings_(std::move(settings)), store_(std::make_unique<Store>(settings_, *this)) {}

StoreThread::~StoreThread() {
    stop_ = stop_previews_ = true;
    worker_.drain();
    line_.drain();
}

std::uint64_t StoreThread::ask(Job job) {
    const std::uint64_t number = ++last_number_;
    ++open_jobs_;
    // A lock does not wait for what is on the line before it in the queue.
    if (std::holds_alternative<job::Lock>(job)) {
        stop_ = stop_previews_ = true;
    }
    const auto shared = std::make_shared<Job>(std::move(job));  // a task can be copied, a job cannot
    worker_.post([this, number, shared] { store_->run(number, *shared); });
    return number;
}

void StoreThread::tick() {
    due_ms_ = INT64_MAX;
    worker_.post([this] { store_->sync_by_itself(); });
}

}  // namespace zj::work
