package io.leasehold.aws.standin;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** All requests in the order in which they came in. Thread-safe. */
public final class RequestLog {

    private final SortedMap<Integer, LoggedRequest> requests = new TreeMap<>();
    private int last;

    RequestLog() {}

    /** The requests since the start, or since they were last cleared. */
    public synchronized List<LoggedRequest> requests() {
        return List.copyOf(requests.values());
    }

    /** Their actions. */
    public List<String> actions() {
        return requests().stream().map(LoggedRequest::action).toList();
    }

    /** The requests of one action. */
    public List<LoggedRequest> of(String action) {
        return requests().stream().filter(each -> each.action().equals(action)).toList();
    }

    public synchronized void clear() {
        requests.clear();
    }

    synchronized LoggedRequest arrived(String action, Parameters parameters, String accessKeyId) {
        LoggedRequest request = new LoggedRequest(++last, action, parameters.all(), accessKeyId, LoggedRequest.OPEN);
        requests.put(last, request);
        return request;
    }

    synchronized void ended(LoggedRequest request, String how) {
        requests.computeIfPresent(request.number(), (number, known) -> known.ended(how));
    }
}
