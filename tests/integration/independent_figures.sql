-- The figures once more, from raw rows and by SQL alone: no rollup, no line of the dashboard's arithmetic.
-- Parameters: :period, :previous, :period_end, :previous_end, :as_of (UTC text), :as_of_day, :due (1 once the due date has passed).
-- It assumes what the test asserts first: no blank cell among the counted ones.
WITH
state_then AS (
    SELECT s.return_sequence, s.state
    FROM demo.return_states s
    WHERE s.at <= :as_of AND s.number = (
        SELECT MAX(x.number) FROM demo.return_states x WHERE x.return_sequence = s.return_sequence AND x.at <= :as_of)
),
known AS (
    SELECT r.sequence, r.org_unit, r.period, r.mode, COALESCE(s.state, 'received') AS state
    FROM demo.returns r LEFT JOIN state_then s ON s.return_sequence = r.sequence
    WHERE r.received_at <= :as_of AND r.period IN (:period, :previous)
),
counting AS (
    SELECT k.sequence, k.org_unit, k.period, k.mode
    FROM known k
    WHERE k.sequence = (SELECT MAX(l.sequence) FROM known l
                        WHERE l.org_unit = k.org_unit AND l.period = k.period AND (
                            l.state <> 'returned' AND NOT EXISTS (
                                SELECT 1 FROM known n WHERE n.org_unit = l.org_unit AND n.period = l.period
                                AND n.sequence > l.sequence)
                            OR l.state = 'accepted'))
),
standing AS (
    SELECT u.code AS unit,
           COALESCE(own.sequence, CASE WHEN :due THEN earlier.sequence END) AS sequence,
           COALESCE(own.mode, earlier.mode) AS mode,
           CASE WHEN own.sequence IS NULL THEN :previous_end ELSE :period_end END AS counted_on
    FROM (SELECT DISTINCT unit AS code FROM township) u
    LEFT JOIN counting own ON own.org_unit = u.code AND own.period = :period
    LEFT JOIN counting earlier ON earlier.org_unit = u.code AND earlier.period = :previous
),
operating AS (
    SELECT s.unit, l.township, l.slots, l.children,
           CASE WHEN l.inclusive_to IS NULL OR l.inclusive_to > s.counted_on THEN l.inclusive_slots ELSE 0 END AS inclusive
    FROM standing s JOIN demo.ledger_rows l ON l.return_sequence = s.sequence
    WHERE s.mode = 'ledger' AND CASE
        WHEN COALESCE(l.state, '正常') = '正常' THEN l.state_since IS NULL OR l.state_since <= s.counted_on
        ELSE l.state_since > s.counted_on END
),
typed AS (
    SELECT township, slots, inclusive, children, slots > 0 AS institutions FROM operating
    UNION ALL
    SELECT t.township, t.slots, t.inclusive_slots, t.children, t.institutions
    FROM standing s JOIN demo.township_sums t ON t.return_sequence = s.sequence WHERE s.mode = 'summary'
),
place AS (
    SELECT t.code, t.unit, t.zone,
           COALESCE(SUM(x.slots), 0) AS slots, COALESCE(SUM(x.inclusive), 0) AS inclusive,
           COALESCE(SUM(x.children), 0) AS children, COALESCE(SUM(x.institutions), 0) AS institutions
    FROM township t JOIN standing s ON s.unit = t.unit AND s.sequence IS NOT NULL
    LEFT JOIN typed x ON x.township = t.code
    WHERE (t.valid_from = '' OR t.valid_from <= :period_end) AND (t.valid_to = '' OR t.valid_to >= :period_end)
    GROUP BY t.code, t.unit, t.zone
),
area AS (
    SELECT '110000' AS org_unit, NULL AS zone, place.* FROM place
    UNION ALL SELECT unit, NULL, place.* FROM place
    UNION ALL SELECT '110000', zone, place.* FROM place
    UNION ALL SELECT unit, zone, place.* FROM place
),
total AS (
    SELECT org_unit, zone, SUM(slots) AS slots, SUM(inclusive) AS inclusive, SUM(children) AS children,
           SUM(institutions) AS institutions, COUNT(*) AS townships,
           SUM(inclusive > 0) AS covered, SUM(slots > 0) AS served
    FROM area GROUP BY org_unit, zone
),
known_population AS (
    SELECT p.area, p.ref_date, p.value FROM population p
    WHERE p.ref_date <= :period_end AND (p.source_date = '' OR p.source_date <= :as_of_day)
),
common AS (
    SELECT ref_date FROM known_population WHERE area <> '110000' GROUP BY ref_date HAVING COUNT(DISTINCT area) = 16
    ORDER BY ref_date DESC LIMIT 1
),
base AS (
    SELECT 'G1' AS indicator, '110000' AS area, (
        SELECT value FROM known_population WHERE area = '110000' ORDER BY ref_date DESC LIMIT 1) AS value
    UNION ALL
    SELECT 'G1', area, value FROM known_population WHERE area <> '110000' AND ref_date = (SELECT ref_date FROM common)
    UNION ALL
    SELECT 'G1L', area, value FROM known_population k WHERE area <> '110000' AND ref_date = (
        SELECT MAX(ref_date) FROM known_population x WHERE x.area = k.area)
),
figure AS (
    SELECT b.indicator, t.org_unit, t.zone, t.slots AS numerator, b.value AS denominator, 1000 AS factor
    FROM total t JOIN base b ON b.area = t.org_unit WHERE t.zone IS NULL
    UNION ALL SELECT 'G2', org_unit, zone, inclusive, slots, 100 FROM total
    UNION ALL SELECT 'USE', org_unit, zone, children, slots, 100 FROM total
    UNION ALL SELECT 'COV', org_unit, zone, served, townships, 100 FROM total
    UNION ALL SELECT z.indicator, t.org_unit, t.zone, t.covered, t.townships, 100
              FROM total t JOIN zone_indicator z ON z.zone = t.zone
    UNION ALL SELECT 'INST', org_unit, zone, institutions, NULL, NULL FROM total
)
SELECT indicator, org_unit, zone, numerator, denominator,
       CASE WHEN factor IS NULL THEN CAST(numerator AS TEXT)
            WHEN denominator > 0 THEN printf('%d.%06d', numerator * factor / denominator,
                                             (numerator * factor * 1000000 / denominator) % 1000000) END AS value
FROM figure
