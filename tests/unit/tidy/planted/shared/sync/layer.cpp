// SPDX-License-Identifier: Apache-2.0
#include "shared/store/database.hpp"
