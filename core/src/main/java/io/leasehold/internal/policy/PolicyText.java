package io.leasehold.internal.policy;

import java.util.Map;

/**
 * A policy's text that was read.
 *
 * @param text the text, without the base64 around it
 * @param values what it says, by name
 */
public record PolicyText(String text, Map<String, Object> values) {}
