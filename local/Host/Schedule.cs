using System.Globalization;

namespace Proctoring.Local.Host;

/// <summary>When a timer function runs.</summary>
abstract class Schedule
{
    /// <summary>The first time after <paramref name="time"/> (UTC); null if there is none.</summary>
    public abstract DateTime? Next(DateTime time);

    /// <summary>A crontab of six fields (seconds first), of five fields, or the time between two runs as <c>hh:mm:ss</c>.</summary>
    /// <exception cref="FormatException">It is neither.</exception>
    public static Schedule Parse(string expression)
    {
        var fields = expression.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return fields.Length switch
        {
            6 => new Crontab(fields),
            5 => new Crontab(["0", .. fields]),
            1 when TimeSpan.TryParse(expression, CultureInfo.InvariantCulture, out var interval) && interval > TimeSpan.Zero => new Interval(interval),
            _ => throw new FormatException($"'{expression}' is not a schedule: expected six crontab fields (seconds first) or hh:mm:ss."),
        };
    }

    sealed class Interval(TimeSpan interval) : Schedule
    {
        public override DateTime? Next(DateTime time) => time + interval;
    }

    /// <remarks>As in NCrontab, both the day of the month and the day of the week have to fit.</remarks>
    sealed class Crontab(string[] fields) : Schedule
    {
        static readonly string[] MonthNames = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
        static readonly string[] DayNames = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
        const int SearchedYears = 8; // 29 February comes at least once

        readonly bool[] _seconds = Field(fields[0], 0, 59, []);
        readonly bool[] _minutes = Field(fields[1], 0, 59, []);
        readonly bool[] _hours = Field(fields[2], 0, 23, []);
        readonly bool[] _days = Field(fields[3], 1, 31, []);
        readonly bool[] _months = Field(fields[4], 1, 12, MonthNames);
        readonly bool[] _weekdays = Weekdays(fields[5]);

        public override DateTime? Next(DateTime time)
        {
            var next = new DateTime(time.Ticks - time.Ticks % TimeSpan.TicksPerSecond, DateTimeKind.Utc).AddSeconds(1);
            var last = next.AddYears(SearchedYears);
            while (next < last)
            {
                if (!_months[next.Month]) next = new DateTime(next.Year, next.Month, 1, 0, 0, 0, DateTimeKind.Utc).AddMonths(1);
                else if (!_days[next.Day] || !_weekdays[(int)next.DayOfWeek]) next = next.Date.AddDays(1);
                else if (!_hours[next.Hour]) next = next.Date.AddHours(next.Hour + 1);
                else if (!_minutes[next.Minute]) next = next.Date.AddMinutes(next.Hour * 60 + next.Minute + 1);
                else if (!_seconds[next.Second]) next = next.AddSeconds(1);
                else return next;
            }
            return null;
        }

        static bool[] Weekdays(string field)
        {
            // Sunday is 0 and 7.
            var days = Field(field, 0, 7, DayNames);
            days[0] |= days[7];
            return days;
        }

        static bool[] Field(string field, int first, int last, string[] names)
        {
            var chosen = new bool[last + 1];
            foreach (var part in field.Split(','))
            {
                var (range, step) = part.Split('/') switch
                {
                    [var all] => (all, 1),
                    [var all, var by] when int.TryParse(by, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n > 0 => (all, n),
                    _ => throw Wrong(field),
                };
                var (from, to) = range.Split('-') switch
                {
                    ["*"] => (first, names == DayNames ? 6 : last),
                    [var one] => (Value(one), step > 1 ? last : Value(one)),
                    [var low, var high] => (Value(low), Value(high)),
                    _ => throw Wrong(field),
                };
                if (from > to) throw Wrong(field);
                for (var i = from; i <= to; i += step) chosen[i] = true;
            }
            return chosen;

            int Value(string text)
            {
                var named = Array.FindIndex(names, name => name.Equals(text, StringComparison.OrdinalIgnoreCase));
                if (named >= 0) return named + (names == MonthNames ? 1 : 0);
                return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= first && value <= last
                    ? value
                    : throw Wrong(field);
            }
        }

        static FormatException Wrong(string field) => new($"'{field}' is not a crontab field.");
    }
}
