using System.Buffers.Binary;
using Azure.Data.Tables;
using Proctoring.Functions.Sessions;

namespace Proctoring.Functions.Tests.Sessions;

public sealed class SeenColumnsTests
{
    const int Remembered = 4096;

    [Theory]
    [InlineData(1, 1, 1, 1)]
    [InlineData(100, 100, 100, 400)]
    [InlineData(512, 512, 512, 512)]
    [InlineData(511, 1, 513, 1023)]
    [InlineData(4096, 1, 4096, 4095)]
    [InlineData(3900, 500, 3900, 7)]
    public void WhatWasWrittenInAnyStepsIsRead(params int[] steps)
    {
        var row = new TableEntity();
        var (total, next) = (0L, 0UL);
        List<ulong> ids = [];
        var before = Array.Empty<byte>();
        for (var round = 0; round < 40; round++)
        {
            var added = steps[round % steps.Length];
            for (var i = 0; i < added; i++)
                ids.Add(next++ * 0x9E3779B97F4A7C15);
            var after = Bytes(ids.TakeLast(Remembered));

            var change = new TableEntity();
            total = SeenColumns.Write(change, total, before, after);
            foreach (var (name, value) in change)
                row[name] = value;

            Assert.Equal(after, SeenColumns.Read(row));
            Assert.Equal(total, SeenColumns.ReadTotal(row));
            before = after;
        }
    }

    [Fact]
    public void AFewIdsMoreWriteOneColumnOrTwo()
    {
        var full = Enumerable.Range(1, Remembered).Select(n => (ulong)n).ToList();
        var total = SeenColumns.Write(new TableEntity(), 0, [], Bytes(full));

        var change = new TableEntity();
        SeenColumns.Write(change, total, Bytes(full), Bytes([.. full.Skip(100), .. Enumerable.Range(9000, 100).Select(n => (ulong)n)]));

        Assert.InRange(change.Select(column => column.Value).OfType<byte[]>().Sum(column => column.Length), 800, 2 * 4096);
    }

    static byte[] Bytes(IEnumerable<ulong> ids)
    {
        var list = ids.ToList();
        var bytes = new byte[list.Count * sizeof(ulong)];
        for (var i = 0; i < list.Count; i++)
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(i * sizeof(ulong)), list[i]);
        return bytes;
    }
}
