# SPDX-License-Identifier: Apache-2.0
"""Founds the small county that the other integration tests copy."""
from county import found_ground

found_ground()
