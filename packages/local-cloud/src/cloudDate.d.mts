export declare function dateAt(now: () => number): DateConstructor;
