// SPDX-License-Identifier: Apache-2.0
#pragma once
// One run of the program: the options before the verb, and what a use case is given from them. The vault is opened with
// the first context() and stays locked against other processes until the end.

#include <atomic>
#include <memory>
#include <string>

#include "assets/texts.hpp"
#include "shared/base/system_time.hpp"
#include "terminal/work/context.hpp"
#include "terminal/work/devices.hpp"

namespace zj::app {

struct Globals {
    std::string vault, as, gateway, lang;
    int passphrase_fd = -1;  // absent: asked for on the terminal
    bool json = false, test_kdf = false;
};

// Set by SIGINT and SIGTERM; use cases look at it between two steps.
extern std::atomic<bool> stop;

// Progress on stderr, only where a person looks at it.
void show_progress(const work::Progress& progress, const std::string& lang);
void end_progress();

// The vault's folder that was named, or ~/zhijian-vault.
std::string vault_folder(const Globals& globals);
vault::Settings vault_settings(const Globals& globals, Clock& clock, Random& random);

class Session {
public:
    explicit Session(const Globals& globals) : globals_(globals) {}

    Result<work::Context> context();
    Result<codec::Value> enrol(const std::string& ticket_file, std::string alias, std::string device_name, bool demo);
    Result<codec::Value> join(const std::string& ticket_file, std::string alias, int passphrase_fd);

    // Faults that come with an error; printed with it. `shown` is what stands at the place, as it may be shown.
    codec::Array faults;
    void add_fault(const Error& fault, const std::string& shown = {});

private:
    vault::Settings settings() { return vault_settings(globals_, clock_, random_); }
    std::string folder() const { return vault_folder(globals_); }
    std::function<void(const work::Progress&)> progress() const;
    Result<crypto::Secret> passphrase(int descriptor, const char* prompt, bool twice) const;

    const Globals& globals_;
    SystemClock clock_;
    crypto::SystemRandom random_;
    std::unique_ptr<vault::Vault> vault_;
};

}  // namespace zj::app
