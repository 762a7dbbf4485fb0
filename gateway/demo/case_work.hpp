// SPDX-License-Identifier: Apache-2.0
#pragma once
// One case from the clerk's signature to its file: submitted with its documents, signed off by the head of the unit,
// passed from layer to layer at the pace of an office, filed.

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "gateway/demo/life.hpp"

namespace zj::demo {

// How a case goes. Most go plainly.
enum class Fate { plain, at_once, returned, paused, refused, withdrawn };

struct Request {
    std::string unit, matter;
    codec::Value fields;
    std::vector<std::string> named = {};  // records that the form is about, beside the unit
    bool ex_officio = false;              // by the office for the unit
    Fate fate = Fate::plain;
    codec::Object amended = {};                                 // members that the unit tells otherwise a little later
    std::vector<std::string> busy = {};                         // what nobody else begins meanwhile
    std::function<void(const std::string& key)> approved = {};  // what follows
    std::function<void()> ended = {};                           // it came to nothing
    std::function<void(const std::string& key)> received = {};  // signed off
};

class CaseWork {
public:
    explicit CaseWork(Life& life) : life_(life) {}

    // Now.
    void submit(Request request) { submit_all({std::move(request)}); }
    // Of one unit, by one signature (划转).
    void submit_all(std::vector<Request> requests);
    // Called with each case that the county received, and its unit.
    std::function<void(const std::string& key, const std::string& unit)> on_received;
    // Approved in error: the head of section proposes to reverse it, and whoever decided it confirms.
    void take_back(const std::string& key, const std::string& reason);
    // Drawn as offices have it; `refusable`: whether it may also come to nothing.
    Fate some_fate(bool refusable);

private:
    struct Running {
        Request request;
        std::string key, author, signer;
        bool turned = false;  // returned or paused already
    };
    using Ref = std::shared_ptr<Running>;

    bool must_wait(const Request& request);
    codec::Value form(const Running& running);
    void submit_again(const std::vector<Ref>& all);
    void sign_off(const std::vector<Ref>& all);
    void step(const Ref& running);
    void amend(const Ref& running);
    void decide(const Ref& running, const std::string& officer, const std::string& act);
    void answer(const Ref& running);
    void end(const Ref& running, bool approved);
    void file(const std::string& key);
    std::string officer_for(const Running& running, const codec::Value& value);

    Life& life_;
    std::vector<Fate> once_{Fate::withdrawn, Fate::refused, Fate::paused, Fate::returned};  // from the back
    std::vector<std::pair<std::string, Bytes>> documents_;  // slot → bytes, of what is signed next
};

}  // namespace zj::demo
