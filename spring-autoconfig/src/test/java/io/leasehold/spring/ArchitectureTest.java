package io.leasehold.spring;

import io.leasehold.testkit.architecture.ArchitectureRules;

class ArchitectureTest extends ArchitectureRules {}
