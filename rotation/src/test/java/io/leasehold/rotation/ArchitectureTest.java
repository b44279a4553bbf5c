package io.leasehold.rotation;

import io.leasehold.testkit.architecture.ArchitectureRules;

class ArchitectureTest extends ArchitectureRules {}
