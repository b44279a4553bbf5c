package io.leasehold.aws;

import io.leasehold.testkit.architecture.ArchitectureRules;

class ArchitectureTest extends ArchitectureRules {}
