/** Points as a file gives them, before times and values are read. `at` and `values` run parallel. */
export type RawSeries = {
  /** The source's own id, such as CloudWatch's m1; null when it has none. */
  sourceId: string | null;
  label: string;
  unit: string | null;
  at: readonly unknown[];
  values: readonly unknown[];
  /** Zones stated beside the times, by position; absent when there are none. */
  zones?: readonly (string | null)[];
  /** Number of the record (row, point) of each position in its file; absent when the points are simply counted on. */
  indexes?: readonly number[];
};

/** What was found in a file. */
export type RawMetrics = {
  source: 'cloudwatch' | 'prometheus' | 'grafana' | 'table';
  series: RawSeries[];
  warnings: string[];
  decimalComma?: boolean;
  /** Records that hold no point at all, such as broken rows. */
  rejected?: { index: number; reason: string }[];
};
