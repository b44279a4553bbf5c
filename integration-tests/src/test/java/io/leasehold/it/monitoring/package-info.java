/** What is shipped for those who operate Leasehold: alert rules, a dashboard, and the page that explains them. */
@NullMarked
package io.leasehold.it.monitoring;

import org.jspecify.annotations.NullMarked;
