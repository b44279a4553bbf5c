/** Policies in HCL. */
module io.leasehold.policy.hcl {
    requires static org.jspecify;
    requires transitive io.leasehold.core;

    exports io.leasehold.policy.hcl;

    provides io.leasehold.spi.policy.PolicySyntax with
            io.leasehold.policy.hcl.HclSyntax;
}
