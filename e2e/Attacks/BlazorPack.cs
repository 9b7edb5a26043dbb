using System.Buffers.Binary;
using System.Text;

namespace SecretsDashboard.E2E.Attacks;

/// <summary>As much of MessagePack as the messages of a circuit are made of.</summary>
internal static class BlazorPack
{
    public static byte[] Write(params object?[] message)
    {
        var body = new MemoryStream();
        Write(body, message);
        var framed = new MemoryStream();
        for (var length = (uint)body.Length; ; )
        {
            var part = (byte)(length & 0x7f);
            length >>= 7;
            framed.WriteByte(length == 0 ? part : (byte)(part | 0x80));
            if (length == 0)
            {
                break;
            }
        }
        body.WriteTo(framed);
        return framed.ToArray();
    }

    /// <summary>The messages of one frame.</summary>
    public static IEnumerable<object?[]> Read(byte[] frame)
    {
        for (var at = 0; at < frame.Length; )
        {
            for (var (shift, more) = (0, true); more; shift += 7)
            {
                more = (frame[at++] & 0x80) != 0; // The length is told by the message itself too.
            }
            yield return (object?[])ReadOne(frame, ref at)!;
        }
    }

    private static void Write(MemoryStream to, object? value)
    {
        switch (value)
        {
            case null:
                to.WriteByte(0xc0);
                break;
            case bool flag:
                to.WriteByte(flag ? (byte)0xc3 : (byte)0xc2);
                break;
            case int number:
                WriteHead(to, 0xd2, (uint)number, 4);
                break;
            case string text:
                WriteHead(to, 0xdb, (uint)Encoding.UTF8.GetByteCount(text), 4);
                to.Write(Encoding.UTF8.GetBytes(text));
                break;
            case object?[] items:
                WriteHead(to, 0xdc, (uint)items.Length, 2);
                Array.ForEach(items, item => Write(to, item));
                break;
            case Dictionary<string, string> { Count: 0 }:
                to.WriteByte(0x80);
                break;
            default:
                throw new NotSupportedException(value.GetType().Name);
        }
    }

    private static void WriteHead(MemoryStream to, byte kind, uint number, int bytes)
    {
        Span<byte> big = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(big, number);
        to.WriteByte(kind);
        to.Write(big[(4 - bytes)..]);
    }

    private static object? ReadOne(byte[] from, ref int at) =>
        from[at++] switch
        {
            <= 0x7f and var number => (long)number,
            >= 0xe0 and var number => (long)(sbyte)number,
            >= 0x80 and <= 0x8f and var map => ReadMap(from, ref at, map & 0x0f),
            >= 0x90 and <= 0x9f and var array => ReadArray(from, ref at, array & 0x0f),
            >= 0xa0 and <= 0xbf and var text => ReadText(from, ref at, text & 0x1f),
            0xc0 => null,
            0xc2 => false,
            0xc3 => true,
            0xc4 => ReadBytes(from, ref at, (int)ReadNumber(from, ref at, 1)),
            0xc5 => ReadBytes(from, ref at, (int)ReadNumber(from, ref at, 2)),
            0xc6 => ReadBytes(from, ref at, (int)ReadNumber(from, ref at, 4)),
            0xcb => BitConverter.Int64BitsToDouble((long)ReadNumber(from, ref at, 8)),
            >= 0xcc and <= 0xcf and var kind => (long)ReadNumber(from, ref at, 1 << (kind - 0xcc)),
            >= 0xd0 and <= 0xd3 and var kind => (long)ReadNumber(from, ref at, 1 << (kind - 0xd0)),
            0xd9 => ReadText(from, ref at, (int)ReadNumber(from, ref at, 1)),
            0xda => ReadText(from, ref at, (int)ReadNumber(from, ref at, 2)),
            0xdb => ReadText(from, ref at, (int)ReadNumber(from, ref at, 4)),
            0xdc => ReadArray(from, ref at, (int)ReadNumber(from, ref at, 2)),
            0xdd => ReadArray(from, ref at, (int)ReadNumber(from, ref at, 4)),
            var other => throw new NotSupportedException($"0x{other:x2}"),
        };

    private static ulong ReadNumber(byte[] from, ref int at, int bytes)
    {
        ulong number = 0;
        for (var i = 0; i < bytes; i++)
        {
            number = (number << 8) | from[at++];
        }
        return number;
    }

    private static byte[] ReadBytes(byte[] from, ref int at, int length) => from[at..(at += length)];

    private static string ReadText(byte[] from, ref int at, int length) => Encoding.UTF8.GetString(ReadBytes(from, ref at, length));

    private static object?[] ReadArray(byte[] from, ref int at, int length)
    {
        var items = new object?[length];
        for (var i = 0; i < length; i++)
        {
            items[i] = ReadOne(from, ref at);
        }
        return items;
    }

    private static Dictionary<object, object?> ReadMap(byte[] from, ref int at, int length)
    {
        var map = new Dictionary<object, object?>();
        for (var i = 0; i < length; i++)
        {
            var key = ReadOne(from, ref at)!;
            map[key] = ReadOne(from, ref at);
        }
        return map;
    }
}
