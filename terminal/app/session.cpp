// SPDX-License-Identifier: Apache-2.0
#include "terminal/app/session.hpp"

#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

#include "terminal/app/output.hpp"
#include "terminal/work/net_line.hpp"
#include "terminal/work/passphrase_input.hpp"

namespace zj::app {

std::atomic<bool> stop{false};

namespace {

constexpr std::size_t kTicketBytesMax = 4096;
constexpr const char* kPrompt = "prompt.passphrase";
constexpr const char* kNewPrompt = "prompt.new_passphrase";

std::int64_t uptime_ms() {
    timespec time{};
    ::clock_gettime(CLOCK_BOOTTIME, &time);
    return std::int64_t{time.tv_sec} * 1000 + time.tv_nsec / 1'000'000;
}

Result<log::Ticket> read_ticket(const std::string& path) {
    auto text = vault::read_file(path, kTicketBytesMax);
    if (!text) {
        return fail("file.read", path, text.error().detail);
    }
    auto ticket = log::parse_ticket(as_text(*text));
    crypto::wipe(*text);
    return ticket;
}

bool progress_shown = false;

}  // namespace

void show_progress(const work::Progress& progress, const std::string& lang) {
    if (::isatty(STDERR_FILENO) == 0) {
        return;
    }
    progress_shown = true;
    const std::string stage = word("progress." + progress.stage, lang);
    std::fprintf(stderr, "\r\033[K%s", stage.c_str());
    if (progress.total > 0) {
        std::fprintf(stderr, " %llu/%llu", static_cast<unsigned long long>(progress.done),
                     static_cast<unsigned long long>(progress.total));
    }
    std::fflush(stderr);
}

void end_progress() {
    if (progress_shown) {
        std::fputs("\r\033[K", stderr);
    }
}

void Session::add_fault(const Error& fault, const std::string& shown) {
    const texts::Explained zh = texts::explain(fault, texts::Lang::zh), en = texts::explain(fault, texts::Lang::en);
    const bool only_en = !globals_.lang.empty() && texts::lang_from(globals_.lang) == texts::Lang::en;
    const bool only_zh = !globals_.lang.empty() && !only_en;
    faults.push_back(codec::Object{{"where", fault.where},
                                   {"code", fault.code},
                                   {"what", only_en   ? en.what
                                            : only_zh ? zh.what
                                                      : zh.what + " / " + en.what}});
    if (!shown.empty()) {
        faults.back().set("shown", shown);
    }
}

std::string vault_folder(const Globals& globals) {
    if (!globals.vault.empty()) {
        return globals.vault;
    }
    if (const char* home = std::getenv("HOME")) {  // NOLINT(concurrency-mt-unsafe): before any thread
        return std::string(home) + "/zhijian-vault";
    }
    return "zhijian-vault";
}

vault::Settings vault_settings(const Globals& globals, Clock& clock, Random& random) {
    vault::Settings out;
    out.clock = &clock;
    out.random = &random;
    out.uptime_ms = uptime_ms;
    if (globals.test_kdf) {
        out.cost.make = crypto::kArgon2Floor;
        out.cost.floor = crypto::kArgon2Floor;
    }
    return out;
}

Result<crypto::Secret> Session::passphrase(int descriptor, const char* prompt, bool twice) const {
    if (descriptor >= 0) {
        return work::passphrase_from(descriptor);
    }
    ZJ_TRY(crypto::Secret first, work::passphrase_from_terminal(word(prompt, globals_.lang)));
    if (twice) {
        ZJ_TRY(const crypto::Secret second, work::passphrase_from_terminal(word("prompt.once_more", globals_.lang)));
        if (!first.equals(second)) {
            return fail("passphrase.differs", {}, "the two entries differ");
        }
    }
    return first;
}

std::function<void(const work::Progress&)> Session::progress() const {
    return [this](const work::Progress& progress) {
        show_progress(progress, globals_.lang);
    };
}

Result<work::Context> Session::context() {
    if (vault_ == nullptr) {
        if (!vault::Vault::present(folder())) {
            // Said before a passphrase is asked for.
            return vault::Vault::open(folder(), globals_.as, {}, settings()).error();
        }
        ZJ_TRY(const crypto::Secret secret, passphrase(globals_.passphrase_fd, kPrompt, false));
        ZJ_TRY(vault_, vault::Vault::open(folder(), globals_.as, secret, settings()));
    }
    return work::Context{*vault_, work::line_of(*vault_, globals_.gateway, &stop), progress(), &stop};
}

Result<codec::Value> Session::enrol(const std::string& ticket_file, std::string alias, std::string device_name,
                                    bool demo) {
    ZJ_TRY(const log::Ticket ticket, read_ticket(ticket_file));
    ZJ_TRY(const crypto::Secret secret,
           passphrase(globals_.passphrase_fd, kNewPrompt, !vault::Vault::present(folder())));
    work::Enrolling enrolling;
    enrolling.folder = folder();
    enrolling.ticket = &ticket;
    enrolling.alias = std::move(alias);
    enrolling.device_name = std::move(device_name);
    enrolling.passphrase = &secret;
    enrolling.demo = demo;
    enrolling.settings = settings();
    enrolling.progress = progress();
    enrolling.stop = &stop;
    enrolling.stranger = [&] {
        work::NetOptions options;
        options.address = globals_.gateway.empty() ? ticket.gateway : globals_.gateway;
        options.now = clock_.now();
        options.stop = &stop;
        return work::net_line(std::move(options));
    };
    enrolling.line = [this](vault::Vault& vault) {
        return work::line_of(vault, globals_.gateway, &stop);
    };
    return work::enrol(enrolling);
}

Result<codec::Value> Session::join(const std::string& ticket_file, std::string alias, int passphrase_fd) {
    ZJ_TRY(const log::Ticket ticket, read_ticket(ticket_file));
    ZJ_TRY(const work::Context on, context());
    ZJ_TRY(const crypto::Secret secret, passphrase(passphrase_fd, kNewPrompt, true));
    work::Joining joining;
    joining.ticket = &ticket;
    joining.alias = std::move(alias);
    joining.passphrase = &secret;
    return work::join(on, joining);
}

}  // namespace zj::app
