package io.leasehold.testkit.architecture;

class CoreArchitectureTest extends ArchitectureRules {}
