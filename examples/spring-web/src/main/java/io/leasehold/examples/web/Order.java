package io.leasehold.examples.web;

/**
 * An order.
 *
 * @param id its number
 * @param item what was ordered
 * @param quantity how much of it, 1 or more
 */
record Order(long id, String item, int quantity) {}
