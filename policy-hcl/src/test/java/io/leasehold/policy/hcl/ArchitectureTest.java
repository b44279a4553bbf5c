package io.leasehold.policy.hcl;

import io.leasehold.testkit.architecture.ArchitectureRules;

class ArchitectureTest extends ArchitectureRules {}
