using Azure;
using Azure.Data.Tables;

namespace Proctoring.Local.Tests.Storage;

public sealed class TableFilterTests
{
    static readonly DateTimeOffset Time = new(2026, 8, 1, 14, 30, 0, TimeSpan.FromHours(2));

    [Fact]
    public void ValuesBecomeLiteralsOfTheirType()
    {
        Assert.Equal("A eq 'it''s'", TableClient.CreateQueryFilter($"A eq {"it's"}"));
        Assert.Equal("A eq 1 and B eq 2L", TableClient.CreateQueryFilter($"A eq {1} and B eq {2L}"));
        Assert.Equal("A eq 1.5 or A eq 2.0", TableClient.CreateQueryFilter($"A eq {1.5} or A eq {2.0}"));
        Assert.Equal("A eq true", TableClient.CreateQueryFilter($"A eq {true}"));
        Assert.Equal("A eq guid'6f9619ff-8b86-d011-b42d-00c04fc964ff'", TableClient.CreateQueryFilter($"A eq {Guid.Parse("6F9619FF-8B86-D011-B42D-00C04FC964FF")}"));
        Assert.Equal("A ge datetime'2026-08-01T12:30:00.0000000Z'", TableClient.CreateQueryFilter($"A ge {Time}"));
        Assert.Equal("A eq X'00FF'", TableClient.CreateQueryFilter($"A eq {new byte[] { 0, 255 }}"));
        Assert.Equal("A eq X'00FF'", TableClient.CreateQueryFilter($"A eq {BinaryData.FromBytes(new byte[] { 0, 255 })}"));
        Assert.Equal("A eq 'c' and B eq 4294967296L", TableClient.CreateQueryFilter($"A eq {'c'} and B eq {1L << 32}"));
        Assert.Equal("A eq 1E+300 or A eq INF or A eq -INF or A eq NaN", TableClient.CreateQueryFilter(
            $"A eq {1e300} or A eq {double.PositiveInfinity} or A eq {double.NegativeInfinity} or A eq {double.NaN}"));
        Assert.Equal("A eq datetime'2026-08-01T12:30:00.0000000Z'", TableClient.CreateQueryFilter($"A eq {new DateTime(2026, 8, 1, 12, 30, 0)}"));
        Assert.Throws<NotSupportedException>(() => TableClient.CreateQueryFilter($"A eq {null}"));
    }

    [Fact]
    public void ComparisonsTranslate()
    {
        var name = "Ada";
        Assert.Equal("Name eq 'Ada'", Of(e => e.Name == name));
        Assert.Equal("Count gt 3", Of(e => 3 < e.Count));
        Assert.Equal("Count ge 3", Of(e => 3 <= e.Count));
        Assert.Equal("Count lt 3", Of(e => 3 > e.Count));
        Assert.Equal("Count le 3", Of(e => 3 >= e.Count));
        Assert.Equal("Count eq 3", Of(e => 3 == e.Count));
        Assert.Equal("Count ne 3", Of(e => 3 != e.Count));
        Assert.Equal("Maybe gt 4", Of(e => e.Maybe!.Value > 4));
        Assert.Equal("colour eq 'red'", Of(e => e.Color == "red"));
        Assert.Equal("Name eq 'Ada'", Of(e => Equals(e.Name, name)));
        Assert.Equal("RowKey le 'e;'", Of(e => string.Compare(e.RowKey, "e;") <= 0));
        Assert.Equal("Total le 5L", Of(e => e.Total <= 5));
        Assert.Equal("Share ne 0.5", Of(e => e.Share != 0.5));
        Assert.Equal("At ge datetime'2026-08-01T12:30:00.0000000Z'", Of(e => e.At >= Time));
        Assert.Equal("Maybe eq 4", Of(e => e.Maybe == 4));
        Assert.Equal("Day eq 'Friday'", Of(e => e.Day == DayOfWeek.Friday));
        Assert.Equal("RowKey ge 'e:'", Of(e => e.RowKey.CompareTo("e:") >= 0));
        Assert.Equal("RowKey lt 'e;'", Of(e => string.CompareOrdinal(e.RowKey, "e;") < 0));
        Assert.Equal("Name eq 'Ada'", Of(e => e.Name!.Equals(name)));
    }

    [Fact]
    public void ConditionsCombine()
    {
        Assert.Equal("(Count gt 1) and ((Name eq 'a') or (Name eq 'b'))", Of(e => e.Count > 1 && (e.Name == "a" || e.Name == "b")));
        Assert.Equal("(Flag eq true) and (not (Flag eq true))", Of(e => e.Flag && !e.Flag));
    }

    [Fact]
    public void DictionaryEntitiesAreFilteredByTheirGetters()
    {
        Assert.Equal("(PartitionKey eq 'p') and (N gt 2)", TableClient.CreateQueryFilter<TableEntity>(e => e.PartitionKey == "p" && e.GetInt32("N") > 2));
        Assert.Equal("Name eq 'x'", TableClient.CreateQueryFilter<TableEntity>(e => e.GetString("Name") == "x"));
    }

    [Fact]
    public void WhatTheServiceCannotSayIsRefused()
    {
        Assert.Throws<NotSupportedException>(() => Of(e => e.Name!.StartsWith("A")));
        Assert.Throws<NotSupportedException>(() => Of(e => e.Count + 1 == 2));
        Assert.Throws<NotSupportedException>(() => Of(e => e.Name == null));
    }

    static string Of(System.Linq.Expressions.Expression<Func<Row, bool>> filter) => TableClient.CreateQueryFilter(filter);

    sealed class Row : ITableEntity
    {
        public string PartitionKey { get; set; } = "";

        public string RowKey { get; set; } = "";

        public DateTimeOffset? Timestamp { get; set; }

        public ETag ETag { get; set; }

        public string? Name { get; set; }

        [System.Runtime.Serialization.DataMember(Name = "colour")]
        public string? Color { get; set; }

        public int Count { get; set; }

        public long Total { get; set; }

        public double Share { get; set; }

        public bool Flag { get; set; }

        public int? Maybe { get; set; }

        public DayOfWeek Day { get; set; }

        public DateTimeOffset At { get; set; }
    }
}
