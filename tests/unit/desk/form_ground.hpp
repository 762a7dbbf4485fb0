// SPDX-License-Identifier: Apache-2.0
#pragma once
// A form desk without a window or a vault: jobs are collected, and the test answers them when it likes.

#include <string>
#include <utility>
#include <vector>

#include "terminal/desk/form/form_desk.hpp"

namespace zj::desk_test {

using desk::FormIntent;
using Kind = desk::FormIntent::Kind;

class Ground {
public:
    explicit Ground(work::FormView form);
    static work::FormView view(const char* matter);
    static work::FormView complete();  // USE with everything that is required

    desk::FormDesk desk;
    std::int64_t now = 1'000;
    std::vector<std::pair<std::uint64_t, work::Job>> jobs;  // posted and not answered
    std::vector<desk::Go> went;
    std::vector<desk::AskToSign> asked;
    std::string focus;  // the last one asked for

    void say(Kind kind, std::string key = {}, std::string value = {}, std::size_t at = 0);
    void type(const std::string& key, const std::string& text);  // as the field and the draw do
    void choose(const std::string& key, const std::string& value) { say(Kind::chosen, key, value); }
    void pass(std::int64_t ms);  // time, with the ticks that are due
    template <class T>
    const T* job() const {
        for (const auto& [number, one] : jobs) {
            if (const T* found = std::get_if<T>(&one)) {
                return found;
            }
        }
        return nullptr;
    }
    template <class T>
    std::size_t count() const {
        std::size_t n = 0;
        for (const auto& [number, one] : jobs) {
            n += std::holds_alternative<T>(one) ? 1 : 0;
        }
        return n;
    }
    // Answers the oldest job of the type; false: there is none.
    template <class T, class R>
    bool answer(R reply) {
        for (auto one = jobs.begin(); one != jobs.end(); ++one) {
            if (std::holds_alternative<T>(one->second)) {
                work::Reply out{one->first, std::move(reply)};
                jobs.erase(one);
                perform(desk::receive(desk, out));
                return true;
            }
        }
        return false;
    }
    bool save(std::int64_t id = 7);  // answers the save on its way as the vault would
    const desk::FormBox& box(std::string_view key) const;
    bool lacks(std::string_view pointer) const;

    void perform(desk::Effects&& effects);

private:
    std::uint64_t next_ = 1;
};

work::DraftMaterial document(const std::string& slot);

}  // namespace zj::desk_test
