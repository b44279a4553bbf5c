/** What the application's health says of targets, rotating secrets and leases. */
@NullMarked
package io.leasehold.spring.actuate.health;

import org.jspecify.annotations.NullMarked;
