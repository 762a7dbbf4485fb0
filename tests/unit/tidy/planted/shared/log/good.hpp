// SPDX-License-Identifier: Apache-2.0
#pragma once
// A comment may name system_clock.
