package io.leasehold.aws.internal.user;

import io.leasehold.aws.internal.role.RoleRules;

/**
 * A user that is to be made.
 *
 * @param name its name
 * @param policyName the name of its inline policy
 * @param rules what it may do
 * @param mark whose it is
 */
public record NewUser(String name, String policyName, RoleRules rules, UserMark mark) {}
