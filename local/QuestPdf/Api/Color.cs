using System.Globalization;
using QuestPDF.Infrastructure;

namespace QuestPDF.Infrastructure
{
    /// <summary>A colour as 0xAARRGGBB.</summary>
    public readonly struct Color(uint hex)
    {
        public uint Hex { get; } = hex;

        public byte Alpha => (byte)(Hex >> 24);

        public byte Red => (byte)(Hex >> 16);

        public byte Green => (byte)(Hex >> 8);

        public byte Blue => (byte)Hex;

        /// <summary>#RGB, #ARGB, #RRGGBB or #AARRGGBB, with or without the #.</summary>
        public static Color FromHex(string hex)
        {
            var digits = hex.TrimStart('#');
            if (digits.Length is 3 or 4)
                digits = string.Concat(digits.Select(digit => new string(digit, 2)));
            if (digits.Length is not (6 or 8) ||
                !uint.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
                throw new ArgumentException($"'{hex}' is not a colour.", nameof(hex));
            return new Color(digits.Length == 6 ? value | 0xFF000000 : value);
        }

        public static implicit operator Color(string hex) => FromHex(hex);

        /// <summary>A number of six digits means an opaque colour.</summary>
        public static implicit operator Color(uint hex) => new(hex <= 0x00FFFFFF ? hex | 0xFF000000 : hex);
    }
}

namespace QuestPDF.Helpers
{
    public static class Colors
    {
        public static readonly Color Black = new(0xFF000000);

        public static readonly Color White = new(0xFFFFFFFF);

        public static readonly Color Transparent = new(0x00000000);
    }
}
