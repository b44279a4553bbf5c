package io.leasehold.pki;

import io.leasehold.testkit.architecture.ArchitectureRules;

class ArchitectureTest extends ArchitectureRules {}
